#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "faces/people.hpp"
#include "gallery/builtin.hpp"
#include "gallery/store.hpp"

namespace faces {

/// The people that are shown and found: those of the store, and those of the built-in gallery while the store
/// has none or where both are wanted. Then a built-in person of the same name as one of the store gives way.
///
/// Built-in people and faces have ids from 2^40 on, in the order of their file; a store that grew by a
/// thousand faces a second would come there in thirty years. May be called from many threads at once; the
/// store must outlive it.
class Gallery final : public People {
  public:
    Gallery(const Store& store, std::optional<BuiltinGallery> builtin, bool with_builtin);

    [[nodiscard]] std::optional<Person> person(PersonId id) const override;
    [[nodiscard]] std::optional<StoredFace> face(FaceId id) const override;
    [[nodiscard]] std::optional<StoredFace> best_face(PersonId id) const override;
    [[nodiscard]] std::optional<Embedding> mean_embedding(PersonId id) const override;
    [[nodiscard]] std::optional<Embedding> embedding(PersonId id) const override;
    [[nodiscard]] std::optional<std::vector<std::uint8_t>> photo_bytes(PhotoId id) const override;
    [[nodiscard]] std::vector<Person> list(const std::string& query, std::size_t offset,
                                           std::size_t limit) const override;
    [[nodiscard]] std::size_t count(const std::string& query) const override;

    /// Throws Error(conflict), naming both, where what is shown has another embedder's embeddings.
    void check_embedder(const EmbedderInfo& embedder) const;
    [[nodiscard]] const Store& store() const noexcept { return store_; }

    /// Which built-in people are shown at a revision of the store.
    struct ShownBuiltins {
        std::int64_t revision = 0;
        std::vector<std::uint32_t> entries;  ///< of the built-in gallery, by name
        std::uint32_t mark = 0;  ///< 0 for none; else tells them from others, up to mark_count - 1
    };
    static constexpr std::uint32_t mark_count = 2048;
    /// At the store's present revision. Shared, because readers go on with theirs while a newer one is made.
    [[nodiscard]] std::shared_ptr<const ShownBuiltins> shown_builtins() const;
    /// An entry as an index takes it.
    [[nodiscard]] IndexedFace builtin_face(std::uint32_t entry) const;
    [[nodiscard]] static FaceId builtin_id(std::uint32_t entry) noexcept;

  private:
    [[nodiscard]] const BuiltinEntry* builtin_entry(std::int64_t id) const noexcept;
    [[nodiscard]] Person builtin_person(std::uint32_t entry) const;
    [[nodiscard]] std::vector<std::uint32_t> find_builtins(const std::string& query) const;
    [[nodiscard]] std::vector<std::uint32_t> entries_to_show() const;
    [[nodiscard]] std::uint32_t mark_of(const std::vector<std::uint32_t>& entries) const;

    const Store& store_;
    const std::optional<BuiltinGallery> builtin_;
    const bool with_builtin_;
    std::vector<std::string> keys_;      // of the built-in entries
    std::vector<std::uint32_t> by_key_;  // the built-in entries, by key
    mutable std::mutex mutex_;
    mutable std::shared_ptr<const ShownBuiltins> shown_;  // guarded by mutex_
};

}  // namespace faces
