#include "write_ahead_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include "change_codec.hpp"
#include "storage/checksum.hpp"

namespace hnsw::service {

namespace {

struct LogHeader {
    std::array<char, 8> magic{'h', 'n', 's', 'w', 'l', 'o', 'g', '\n'};
    std::uint32_t version = 1;
    std::uint32_t dimension = 0;
};

struct RecordHeader {
    std::uint32_t bytes = 0;
    std::uint32_t checksum = 0;
};

template <class T>
std::span<const std::byte> bytes_of(const T& value) {
    return std::as_bytes(std::span(&value, 1));
}

}  // namespace

WriteAheadLog::WriteAheadLog(const std::filesystem::path& path, std::size_t dimension,
                             const std::function<void(const Change&)>& replay)
    : file_(path, O_RDWR | O_CREAT), dimension_(dimension) {
    const std::uint64_t size = std::filesystem::file_size(path);
    // Shorter than its header, it was being made when the process died.
    if (size < sizeof(LogHeader)) {
        begin();
    } else {
        read_header();
        replay_all(size, replay);
        file_.truncate(end_);
    }
}

void WriteAheadLog::begin() {
    file_.truncate(0);
    LogHeader header;
    header.dimension = static_cast<std::uint32_t>(dimension_);
    file_.write(bytes_of(header));
    file_.sync();
    sync_folder(file_.path().parent_path());
    end_ = sizeof(header);
}

void WriteAheadLog::read_header() {
    const LogHeader expected;
    LogHeader header;
    static_cast<void>(file_.read(std::as_writable_bytes(std::span(&header, 1))));
    const std::string name = file_.path().string();
    if (header.magic != expected.magic)
        throw Error(ErrorCode::damaged_file, name + " is not a log of an index");
    if (header.version != expected.version)
        throw Error(ErrorCode::file_version, name + " has the format version " +
                                                 std::to_string(header.version) + ", this program reads " +
                                                 std::to_string(expected.version));
    if (header.dimension != dimension_)
        throw Error(ErrorCode::damaged_file, name + " has vectors of " + std::to_string(header.dimension) +
                                                 " dimensions, the snapshot beside it " +
                                                 std::to_string(dimension_));
    end_ = sizeof(header);
}

void WriteAheadLog::replay_all(std::uint64_t size, const std::function<void(const Change&)>& replay) {
    std::vector<std::byte> content;
    std::vector<float> vectors;
    while (size - end_ >= sizeof(RecordHeader)) {
        RecordHeader header;
        static_cast<void>(file_.read(std::as_writable_bytes(std::span(&header, 1))));
        if (header.bytes > size - end_ - sizeof(header)) return;
        content.resize(header.bytes);
        static_cast<void>(file_.read(content));
        if (crc32c(content) != header.checksum) return;
        const auto change = decode(content, dimension_, vectors);
        if (!change) return;
        replay(*change);
        end_ += sizeof(header) + header.bytes;
    }
}

void WriteAheadLog::append(const Change& change) {
    if (broken_) file_.truncate(end_);
    broken_ = true;
    const auto content = encode(change);
    const RecordHeader header{static_cast<std::uint32_t>(content.size()), crc32c(content)};
    try {
        file_.write(bytes_of(header));
        file_.write(content);
        file_.sync();
    } catch (const Error&) {
        // Half a record would hide all that come after it. Where even this fails, the next append tries
        // again.
        file_.truncate(end_);
        broken_ = false;
        throw;
    }
    broken_ = false;
    end_ += sizeof(header) + content.size();
}

void WriteAheadLog::clear() {
    file_.truncate(sizeof(LogHeader));
    file_.sync();
    end_ = sizeof(LogHeader);
}

}  // namespace hnsw::service
