#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "hnsw/id_bitmap.hpp"
#include "hnsw/metric.hpp"

namespace hnsw {

/// What the index keeps of a vector.
enum class Storage : std::uint32_t {
    exact = 0,    ///< the vector itself, with a code of 8 bits a number beside it that searches walk by
    compact = 1,  ///< the code alone: a third of the memory; distances err by about a hundredth
};

[[nodiscard]] constexpr std::string_view storage_name(Storage storage) noexcept {
    return storage == Storage::compact ? "compact" : "exact";
}

/// How an index is built; the names in brackets are those of Malkov & Yashunin, "Efficient and robust
/// approximate nearest neighbor search using Hierarchical Navigable Small World graphs", arXiv:1603.09320.
struct IndexOptions {
    std::size_t dimension = 0;       ///< numbers in a vector, 1 to 4,096; must be given
    Metric metric = Metric::l2;      ///< see metric.hpp for what the distances mean
    unsigned links = 16;             ///< [M] links that a new vector makes on each layer, 2 to 1,024
    unsigned base_links = 0;         ///< [Mmax0] most links on layer 0, links to 2,048; 0 means 2 * links
    unsigned ef_construction = 200;  ///< [efConstruction] candidates looked at per insert, 1 to 100,000
    double level_multiplier = 0;     ///< [mL] mean number of layers above 0; 0 means 1 / ln(links)
    bool keep_pruned = true;  ///< [keepPrunedConnections] Algorithm 4 fills up with discarded candidates
    std::uint64_t seed = 42;  ///< of the layers; same seed, order and one thread give the same graph
    Storage storage = Storage::exact;
};

struct SearchOptions {
    std::size_t k = 10;  ///< results wanted, at least 1
    std::size_t ef =
        100;  ///< breadth of the search: the larger, the better and slower; at least k and a sixteenth more
    bool distinct_groups =
        false;  ///< results are k distinct groups, each with its nearest vector; ef counts groups

    /// Where one is given, only ids that it is true of are found. Called many times from the thread that
    /// searches, also for the same id; it must not call the index.
    std::function<bool(Id)> filter = {};
    /// Where one is given, only ids that are in it are found; the fastest filter. It stays the caller's.
    const IdBitmap* allowed = nullptr;
};

struct UpsertOptions {
    unsigned threads = 0;  ///< 0 means one a processor
    /// Called now and then, from the thread that called, with how many items of how many are in. False ends
    /// the work: the items before are in, those behind are not.
    std::function<bool(std::size_t done, std::size_t total)> progress = {};
};

/// How much a load looks at before it believes a file.
enum class Loading {
    checked,  ///< everything is read into memory, with every checksum, value and link
    mapped,  ///< the file is mapped and its header and sizes are checked: the first search can start at once.
             ///< What is wrong behind them gives wrong answers, never a crash.
};

}  // namespace hnsw
