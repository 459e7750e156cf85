#pragma once

#include <functional>

#include "graph/layout.hpp"
#include "hnsw/options.hpp"

namespace hnsw {

/// Which slots a search may find: live ones whose id passes the caller's filters.
class Wanted {
  public:
    Wanted(const Layout& layout, const SearchOptions& options) noexcept
        : layout_(layout), filter_(options.filter ? &options.filter : nullptr), allowed_(options.allowed) {}

    [[nodiscard]] bool operator()(Slot slot) const {
        return layout_.is_live(slot) && (!filters() || passes(layout_.id(slot)));
    }
    [[nodiscard]] bool filters() const noexcept { return filter_ != nullptr || allowed_ != nullptr; }
    [[nodiscard]] bool passes(Id id) const {
        return (allowed_ == nullptr || allowed_->contains(id)) && (filter_ == nullptr || (*filter_)(id));
    }
    [[nodiscard]] bool has_predicate() const noexcept { return filter_ != nullptr; }
    [[nodiscard]] const IdBitmap* allowed() const noexcept { return allowed_; }

  private:
    const Layout& layout_;
    const std::function<bool(Id)>* filter_;
    const IdBitmap* allowed_;
};

}  // namespace hnsw
