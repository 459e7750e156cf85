#include "existing_index.hpp"

#include <string>

namespace hnsw::cli {

void ExistingIndex::add_to(CLI::App& command) {
    command.add_option("INDEX", path, "An index file, as `build` writes it")->required();
    command.add_flag("--mapped", mapped,
                     "Map the file and start at once, without a look at more than its header: for files that "
                     "`verify` has seen");
}

Index ExistingIndex::load() const {
    try {
        return Index::load(path, mapped ? Loading::mapped : Loading::checked);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::damaged_file) throw;
        throw Error(error.code(),
                    std::string(error.what()) +
                        "; bring a backup of it back, or build the index anew from its vectors");
    }
}

}  // namespace hnsw::cli
