#include "gallery/photo_files.hpp"

#include <unistd.h>

#include <atomic>
#include <set>
#include <utility>

#include "faces/error.hpp"
#include "gallery/files.hpp"

namespace faces {
namespace fs = std::filesystem;
namespace {

// Ours are a tenth of it; whatever lies there instead is not read into memory.
constexpr std::size_t max_copy_bytes = 16 << 20;

}  // namespace

PhotoFiles::PhotoFiles(const fs::path& data_directory)
    : data_directory_(data_directory), folder_(data_directory / "photos"), staging_(folder_ / "staged") {}

fs::path PhotoFiles::file_in(const fs::path& data_directory, const std::string& sha256) {
    return data_directory / "photos" / sha256.substr(0, 2) / (sha256 + ".jpg");
}

fs::path PhotoFiles::path_of(const std::string& sha256) const {
    return file_in(data_directory_, sha256);
}

std::optional<std::vector<std::uint8_t>> PhotoFiles::read(const std::string& sha256) const {
    try {
        return read_file(path_of(sha256), max_copy_bytes);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::not_found) return {};
        throw;
    }
}

PhotoFiles::Staged::Staged(fs::path temporary, fs::path target)
    : temporary_(std::move(temporary)), target_(std::move(target)) {}

PhotoFiles::Staged::Staged(Staged&& other) noexcept
    : temporary_(std::exchange(other.temporary_, {})), target_(std::move(other.target_)) {}

PhotoFiles::Staged::~Staged() {
    std::error_code ignored;
    if (!temporary_.empty()) fs::remove(temporary_, ignored);
}

void PhotoFiles::Staged::publish() {
    std::error_code failure;
    fs::rename(temporary_, target_, failure);
    if (failure)
        throw Error(ErrorCode::unavailable, target_.string() + " cannot be written: " + failure.message());
    temporary_.clear();
}

void PhotoFiles::publish(std::span<Staged> copies) {
    std::set<fs::path> folders;
    for (Staged& copy : copies) {
        copy.publish();
        folders.insert(copy.folder());
    }
    for (const fs::path& folder : folders) flush_folder(folder);
}

PhotoFiles::Staged PhotoFiles::stage(const std::string& sha256, std::span<const std::uint8_t> jpeg) const {
    static std::atomic<std::uint64_t> count = 0;
    const fs::path target = path_of(sha256);
    std::error_code failure;
    fs::create_directories(staging_, failure);
    if (!failure) fs::create_directories(target.parent_path(), failure);
    if (failure)
        throw Error(ErrorCode::unavailable, folder_.string() + " cannot be made: " + failure.message());
    const fs::path temporary = staging_ / (std::to_string(::getpid()) + "-" + std::to_string(count++));
    Staged staged(temporary, target);
    write_durably(temporary, jpeg);
    return staged;
}

void PhotoFiles::remove(const std::string& sha256) const {
    std::error_code failure;
    fs::remove(path_of(sha256), failure);
    if (failure)
        throw Error(ErrorCode::unavailable,
                    path_of(sha256).string() + " cannot be removed: " + failure.message());
}

std::vector<std::string> PhotoFiles::all() const {
    std::vector<std::string> hashes;
    std::error_code absent;
    for (const fs::directory_entry& group : fs::directory_iterator(folder_, absent)) {
        if (group.path().filename().string().size() != 2 || !group.is_directory()) continue;
        for (const fs::directory_entry& copy : fs::directory_iterator(group))
            if (copy.path().extension() == ".jpg") hashes.push_back(copy.path().stem().string());
    }
    return hashes;
}

void PhotoFiles::remove_staged() const {
    std::error_code ignored;
    fs::remove_all(staging_, ignored);
}

}  // namespace faces
