#include "storage/file_image.hpp"

#include <fcntl.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "graph/pages.hpp"
#include "hnsw/error.hpp"
#include "storage/file.hpp"

namespace hnsw {

namespace {

std::span<std::byte> mapped(const FileDescriptor& file, std::size_t size) {
    void* at = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, file.get(), 0);
    if (at == MAP_FAILED)
        throw Error(ErrorCode::file,
                    file.path().string() + " cannot be mapped: " + std::generic_category().message(errno));
    return {static_cast<std::byte*>(at), size};
}

}  // namespace

FileImage::FileImage(const std::filesystem::path& path, Loading loading) {
    FileDescriptor file(path, O_RDONLY | O_NONBLOCK);  // or opening a pipe would wait
    if (!std::filesystem::is_regular_file(path))
        throw Error(ErrorCode::file, path.string() + " is not a file");
    const std::size_t size = std::filesystem::file_size(path);
    if (size == 0) return;
    if (loading == Loading::mapped) {
        bytes_ = mapped(file, size);
        return;
    }
    bytes_ = {static_cast<std::byte*>(allocate_pages(size)), size};
    make_huge(bytes_.data(), size);
    try {
        if (file.read(bytes_) != size)
            throw Error(ErrorCode::file, path.string() + " became shorter while it was read");
    } catch (...) {
        free_pages(bytes_.data(), size);
        throw;
    }
}

FileImage::~FileImage() {
    if (!bytes_.empty()) free_pages(bytes_.data(), bytes_.size());
}

FileImage::FileImage(FileImage&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

FileImage& FileImage::operator=(FileImage&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
}

}  // namespace hnsw
