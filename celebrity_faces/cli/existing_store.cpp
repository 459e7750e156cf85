#include "cli/existing_store.hpp"

#include <fmt/format.h>

#include "faces/error.hpp"

namespace faces {

Store existing_store(const std::filesystem::path& data) {
    if (!Store::exists(data)) {
        throw Error(ErrorCode::not_found,
                    fmt::format("there is no gallery in {}: import one with `celebrity-faces gallery "
                                "import DIR`, or name its folder with --data",
                                data.string()));
    }
    return Store(data);
}

}  // namespace faces
