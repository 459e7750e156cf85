#include <vector>

#include "index_state.hpp"

namespace hnsw {

namespace {

/// How many live slots no way leads to from where searches start.
std::size_t unreachable(const Graph& graph) {
    const Layout& layout = graph.layout();
    if (graph.entry().slot == no_slot) return 0;
    std::vector<bool> reached(layout.slots(), false);
    std::vector<Slot> open{graph.entry().slot};
    reached[open.front()] = true;
    std::size_t live = 0;
    while (!open.empty()) {
        const Slot slot = open.back();
        open.pop_back();
        live += layout.is_live(slot) ? 1 : 0;
        for (unsigned layer = 0; layer <= layout.level(slot); ++layer)
            for (const Slot link : layout.links(slot, layer)) {
                if (link >= reached.size() || reached[link]) continue;
                reached[link] = true;
                open.push_back(link);
            }
    }
    return layout.live() - live;
}

}  // namespace

Statistics Index::State::statistics() const {
    const std::lock_guard writer(writer_);
    const Graph& graph = *owned_graph_;
    const Layout& layout = graph.layout();
    Statistics statistics{.vectors = layout.live(),
                          .groups = groups(),
                          .deleted = graph.deleted(),
                          .layers = {},
                          .links = 0,
                          .unreachable = unreachable(graph)};
    for (Slot slot = 0; slot < layout.slots(); ++slot) {
        if (!layout.is_live(slot)) continue;
        const unsigned level = layout.level(slot);
        if (statistics.layers.size() <= level) statistics.layers.resize(level + 1);
        for (unsigned layer = 0; layer <= level; ++layer) ++statistics.layers[layer];
        for ([[maybe_unused]] const Slot link : layout.links(slot, 0)) ++statistics.links;
    }
    const std::size_t slots = layout.slots();
    statistics.vector_bytes = layout.has_vectors() ? slots * layout.dimension() * sizeof(float) : 0;
    statistics.code_bytes = slots * code_width(layout.dimension());
    statistics.link_bytes =
        (slots * layout.max_links(0) + layout.upper_rows() * layout.max_links(1)) * sizeof(Slot);
    statistics.table_bytes = slots * Layout::table_bytes_a_slot + ids_.bytes();
    return statistics;
}

}  // namespace hnsw
