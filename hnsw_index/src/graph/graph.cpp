#include "graph/graph.hpp"

#include <algorithm>
#include <cassert>

namespace hnsw {

Graph::Graph(const IndexOptions& options, const Kernels& kernels, Readers& readers)
    : options_(options),
      distance_(options.metric, options.dimension, kernels),
      code_distance_(options.metric, options.dimension, kernels),
      readers_(readers),
      layout_(options),
      owned_codes_(std::make_unique<CodeTable>(Quantiser(), options.dimension)),
      codes_(owned_codes_.get()) {}

Slot Graph::add(Id id, Group group, unsigned level, std::span<const float> vector) {
    assert(codes().quantiser.covers(vector));
    const Slot slot = layout_.add(id, group, level, vector);
    CodeTable& codes = *owned_codes_;
    codes.rows.reserve(layout_.slots());
    codes.quantiser.encode(vector, codes.rows.row(slot));
    layout_.set_live(slot);
    ++added_since_judged_;
    return slot;
}

void Graph::make_codes_cover(std::span<const float> vector) {
    if (codes().quantiser.covers(vector)) return;
    auto made = std::make_unique<CodeTable>(Quantiser::covering(vector), options_.dimension);
    made->rows.reserve(layout_.slots());
    std::vector<float> vector_of_slot(options_.dimension);
    for (Slot slot = 0; slot < layout_.slots(); ++slot) {
        copy_vector(slot, vector_of_slot);
        made->quantiser.encode(vector_of_slot, made->rows.row(slot));
    }
    codes_.store(made.get(), std::memory_order_release);
    readers_.wait_for_all();
    owned_codes_ = std::move(made);
    judged_after_ = 0;
}

void Graph::copy_vector(Slot slot, std::span<float> vector) const noexcept {
    if (layout_.has_vectors()) {
        std::copy_n(layout_.vector(slot), vector.size(), vector.begin());
    } else {
        const CodeTable& table = codes();
        table.quantiser.decode(table.rows.row(slot), vector);
    }
}

bool Graph::has_vector(Slot slot, std::span<const float> vector) const {
    if (layout_.has_vectors()) return std::equal(vector.begin(), vector.end(), layout_.vector(slot));
    const CodeTable& table = codes();
    if (!table.quantiser.covers(vector)) return false;
    std::vector<Code> code(code_width(vector.size()));
    table.quantiser.encode(vector, code.data());
    return std::ranges::equal(code, std::span(table.rows.row(slot), code.size()));
}

void Graph::borrow(const Layout::Columns& columns, Quantiser quantiser, Code* codes, bool walk_by_codes,
                   Slot entry) {
    layout_.borrow(columns);
    owned_codes_ = std::make_unique<CodeTable>(quantiser, options_.dimension);
    owned_codes_->rows.borrow(codes, columns.count);
    codes_ = owned_codes_.get();
    codes_tell_apart_ = walk_by_codes;
    judged_after_ = columns.count;
    if (columns.count > 0) entry_ = Entry{entry, layout_.level(entry)};
}

}  // namespace hnsw
