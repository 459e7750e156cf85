#include "graph/graph.hpp"
#include "graph/results.hpp"

namespace hnsw {

namespace {

constexpr std::size_t batch = 64;  // whose distances are measured at once

}  // namespace

template <class Results>
void Graph::offer_all(const float* query, std::span<const Slot> slots, Results& results,
                      Scratch& scratch) const {
    measure_vectors(query, slots, scratch);
    for (std::size_t i = 0; i < slots.size(); ++i) results.offer({scratch.distances[i], slots[i]});
}

template <class Results>
void Graph::scan_into(const float* query, Results& results, Scratch& scratch) const {
    auto& slots = scratch.links;
    const std::size_t count = layout_.slots();
    for (std::size_t slot = 0; slot < count;) {
        slots.clear();
        for (; slot < count && slots.size() < batch; ++slot)
            if (results.accepts(static_cast<Slot>(slot))) slots.push_back(static_cast<Slot>(slot));
        offer_all(query, slots, results, scratch);
    }
    results.sorted();
}

void Graph::scan(const float* query, std::size_t k, bool distinct_groups, const Wanted& wanted,
                 Scratch& scratch) const {
    if (distinct_groups) {
        NearestGroups results(k, layout_, wanted, scratch);
        scan_into(query, results, scratch);
    } else {
        NearestVectors results(k, wanted, scratch);
        scan_into(query, results, scratch);
    }
}

void Graph::scan(const float* query, std::size_t k, bool distinct_groups, const Wanted& wanted,
                 std::span<const Slot> slots, Scratch& scratch) const {
    const auto scan_these = [&](auto results) {
        auto& chosen = scratch.links;
        for (std::size_t at = 0; at < slots.size(); at += batch) {
            chosen.clear();
            for (const Slot slot : slots.subspan(at, std::min(batch, slots.size() - at)))
                if (results.accepts(slot)) chosen.push_back(slot);
            offer_all(query, chosen, results, scratch);
        }
        results.sorted();
    };
    if (distinct_groups)
        scan_these(NearestGroups(k, layout_, wanted, scratch));
    else
        scan_these(NearestVectors(k, wanted, scratch));
}

void Graph::scan_within(const float* query, float radius, const Wanted& wanted, Scratch& scratch) const {
    WithinRadius results(radius, 0, wanted, scratch);
    const std::size_t count = layout_.slots();
    auto& slots = scratch.links;
    for (std::size_t slot = 0; slot < count;) {
        slots.clear();
        for (; slot < count && slots.size() < batch; ++slot)
            if (wanted(static_cast<Slot>(slot))) slots.push_back(static_cast<Slot>(slot));
        offer_all(query, slots, results, scratch);
    }
    results.sorted();
}

}  // namespace hnsw
