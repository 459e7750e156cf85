#include "storage/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "hnsw/error.hpp"

namespace hnsw {

namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 20U;

std::string last_error() {
    return std::system_category().message(errno);
}

std::filesystem::path beside(const std::filesystem::path& path) {
    return path.string() + ".writing-" + std::to_string(::getpid());
}

}  // namespace

FileDescriptor::FileDescriptor(const std::filesystem::path& path, int flags)
    : path_(path), descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0) fail("cannot be opened");
}

FileDescriptor::~FileDescriptor() {
    ::close(descriptor_);
}

void FileDescriptor::fail(const char* what) const {
    throw Error(ErrorCode::file, path_.string() + " " + what + ": " + last_error());
}

void FileDescriptor::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("cannot be written");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

std::size_t FileDescriptor::read(std::span<std::byte> bytes) {
    std::size_t total = 0;
    while (total < bytes.size()) {
        const ssize_t got = ::read(descriptor_, bytes.data() + total, bytes.size() - total);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("cannot be read");
        if (got == 0) break;
        total += static_cast<std::size_t>(got);
    }
    return total;
}

void FileDescriptor::truncate(std::uint64_t bytes) {
    const auto offset = static_cast<off_t>(bytes);
    if (::ftruncate(descriptor_, offset) != 0 || ::lseek(descriptor_, offset, SEEK_SET) < 0)
        fail("cannot be cut");
}

void FileDescriptor::sync() {
    if (::fdatasync(descriptor_) != 0) fail("cannot be synced to the disk");
}

AtomicFile::AtomicFile(std::filesystem::path path)
    : path_(std::move(path)), temporary_(beside(path_)), file_(temporary_, O_WRONLY | O_CREAT | O_TRUNC) {
    buffer_.reserve(buffer_bytes);
}

AtomicFile::~AtomicFile() {
    std::error_code ignored;
    if (!committed_) std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::write(std::span<const std::byte> bytes) {
    if (buffer_.size() + bytes.size() > buffer_bytes) flush();
    if (bytes.size() >= buffer_bytes) return file_.write(bytes);
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

void AtomicFile::flush() {
    file_.write(buffer_);
    buffer_.clear();
}

void AtomicFile::commit() {
    flush();
    file_.sync();
    std::error_code error;
    std::filesystem::rename(temporary_, path_, error);
    if (error) throw Error(ErrorCode::file, path_.string() + " cannot be replaced: " + error.message());
    committed_ = true;
    sync_folder(path_.parent_path().empty() ? "." : path_.parent_path());
}

void sync_folder(const std::filesystem::path& folder) {
    FileDescriptor(folder, O_RDONLY | O_DIRECTORY).sync();
}

}  // namespace hnsw
