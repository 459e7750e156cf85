#include "gallery/import_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "faces/error.hpp"

namespace faces {

ImportLock::ImportLock(const std::filesystem::path& data_directory)
    : descriptor_(::open((data_directory / "import.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0)
        throw Error(ErrorCode::unavailable, "the data directory " + data_directory.string() +
                                                " cannot be written to: see to its permissions");
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(descriptor_);
    throw Error(ErrorCode::conflict, "another import into " + data_directory.string() +
                                         " is running: wait for its end, or name another data directory");
}

ImportLock::~ImportLock() {
    ::close(descriptor_);
}

}  // namespace faces
