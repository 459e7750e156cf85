#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "distance/codes.hpp"
#include "distance/distance.hpp"
#include "graph/code_table.hpp"
#include "graph/layout.hpp"
#include "graph/scratch.hpp"

namespace hnsw {

/// Into the second cache: a first one takes only some twenty lines at once from memory, and the next waits.
/// On a walk of 200,000 vectors that made a search a quarter faster.
inline void prefetch(const void* from, std::size_t bytes) noexcept {
    for (std::size_t i = 0; i < bytes; i += 64) __builtin_prefetch(static_cast<const char*>(from) + i, 0, 2);
}

/// What a walk through the graph sees: its links, and how far a slot is from the query by the vectors
/// themselves.
class ExactSpace {
  public:
    using Row = const float*;

    ExactSpace(const Layout& layout, const Distance& distance, const float* query) noexcept
        : layout_(layout), distance_(distance), query_(query) {}

    [[nodiscard]] const Layout& layout() const noexcept { return layout_; }
    /// The same with a vector of the graph for the query.
    [[nodiscard]] ExactSpace seen_from(Slot slot, Scratch& /*scratch*/) const noexcept {
        return {layout_, distance_, layout_.vector(slot)};
    }
    [[nodiscard]] Row row(Slot slot) const noexcept { return layout_.vector(slot); }
    void prefetch_row(Row row) const noexcept { prefetch(row, layout_.dimension() * sizeof(float)); }
    void measure(std::span<const Row> rows, float* out) const noexcept {
        distance_.to_rows(query_, rows.data(), rows.size(), out);
    }
    [[nodiscard]] static std::vector<Row>& rows(Scratch& scratch) noexcept { return scratch.rows; }
    [[nodiscard]] static std::vector<Row>& next_rows(Scratch& scratch) noexcept { return scratch.next_rows; }

  private:
    const Layout& layout_;
    const Distance& distance_;
    const float* query_;
};

/// The same by the codes.
class CodeSpace {
  public:
    using Row = const Code*;

    CodeSpace(const Layout& layout, const CodeTable& codes, const CodeDistance& distance,
              const std::int16_t* query) noexcept
        : layout_(layout), codes_(codes), distance_(distance), query_(query) {}

    [[nodiscard]] const Layout& layout() const noexcept { return layout_; }
    [[nodiscard]] CodeSpace seen_from(Slot slot, Scratch& scratch) const {
        scratch.wide_row.assign(row(slot), row(slot) + distance_.width());
        return {layout_, codes_, distance_, scratch.wide_row.data()};
    }
    [[nodiscard]] Row row(Slot slot) const noexcept { return codes_.rows.row(slot); }
    void prefetch_row(Row row) const noexcept { prefetch(row, distance_.width()); }
    void measure(std::span<const Row> rows, float* out) const noexcept {
        distance_.to_rows(query_, rows.data(), rows.size(), out);
    }
    [[nodiscard]] static std::vector<Row>& rows(Scratch& scratch) noexcept { return scratch.code_rows; }
    [[nodiscard]] static std::vector<Row>& next_rows(Scratch& scratch) noexcept {
        return scratch.next_code_rows;
    }

  private:
    const Layout& layout_;
    const CodeTable& codes_;
    const CodeDistance& distance_;
    const std::int16_t* query_;
};

/// The distances of some slots, which need not be in memory's order.
template <class Space>
void measure(const Space& space, std::span<const Slot> slots, Scratch& scratch) {
    auto& rows = Space::rows(scratch);
    rows.clear();
    for (const Slot slot : slots) {
        rows.push_back(space.row(slot));
        space.prefetch_row(rows.back());
    }
    scratch.distances.resize(rows.size());
    space.measure(rows, scratch.distances.data());
}

}  // namespace hnsw
