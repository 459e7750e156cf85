#pragma once

#include <stdexcept>
#include <string>

namespace hnsw {

enum class ErrorCode {
    invalid_argument,  ///< a value from outside is wrong: the message names it and what is allowed
    kernels,           ///< HNSW_KERNELS names no kernels, or such as this processor lacks
    file,              ///< a file cannot be read or written
    damaged_file,      ///< a file is not an index, is cut short, or contradicts itself
    file_version,      ///< an index file of a format version that this library does not know
};

/// The one exception type of the library. The message is a sentence for people and names both values.
class Error : public std::runtime_error {
  public:
    Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
    [[nodiscard]] ErrorCode code() const noexcept { return code_; }

  private:
    ErrorCode code_;
};

}  // namespace hnsw
