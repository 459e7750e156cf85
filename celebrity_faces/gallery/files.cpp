#include "gallery/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "faces/error.hpp"

namespace faces {
namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& file) {
    const std::error_code reason(errno, std::generic_category());
    throw Error(errno == ENOENT ? ErrorCode::not_found : ErrorCode::unavailable,
                file.string() + " cannot be " + what + ": " + reason.message());
}

class Descriptor {
  public:
    Descriptor(const std::filesystem::path& file, int flags, const char* what)
        : value_(::open(file.c_str(), flags | O_CLOEXEC, 0666)) {
        if (value_ < 0) fail(what, file);
    }
    ~Descriptor() { ::close(value_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const noexcept { return value_; }

  private:
    int value_;
};

}  // namespace

std::vector<std::uint8_t> read_file(const std::filesystem::path& file, std::size_t max_bytes) {
    // A named pipe would wait for ever without O_NONBLOCK, and is refused below.
    const Descriptor descriptor(file, O_RDONLY | O_NONBLOCK, "read");
    struct stat status = {};
    if (::fstat(descriptor.get(), &status) != 0) fail("read", file);
    if (!S_ISREG(status.st_mode))
        throw Error(ErrorCode::invalid_argument, file.string() + " is not a regular file");
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > max_bytes)
        throw Error(ErrorCode::too_large, file.string() + " has " + std::to_string(size) +
                                              " bytes, at most " + std::to_string(max_bytes) + " are read");
    std::vector<std::uint8_t> bytes(size);
    std::size_t done = 0;
    while (done < size) {
        const ssize_t count = ::read(descriptor.get(), bytes.data() + done, size - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("read", file);
        if (count == 0) break;
        done += static_cast<std::size_t>(count);
    }
    bytes.resize(done);
    return bytes;
}

void write_durably(const std::filesystem::path& file, std::span<const std::uint8_t> bytes) {
    const Descriptor descriptor(file, O_WRONLY | O_CREAT | O_TRUNC, "written");
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor.get(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("written", file);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    if (::fsync(descriptor.get()) != 0) fail("written", file);
}

void flush_folder(const std::filesystem::path& folder) {
    const Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY, "written");
    if (::fsync(descriptor.get()) != 0) fail("written", folder);
}

}  // namespace faces
