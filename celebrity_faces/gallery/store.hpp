#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "faces/embedding.hpp"
#include "faces/people.hpp"

namespace faces {

/// A photo to be kept with a face: the copy's bytes and what is known of the original.
struct NewPhoto {
    std::string sha256;              ///< of the original's bytes, 64 lower-case hexadecimal digits
    std::vector<std::uint8_t> jpeg;  ///< the copy that is kept and shown
    int width = 0;                   ///< of the copy, px
    int height = 0;                  ///< of the copy, px
    std::string link, licence, credit;
    std::string source;  ///< the original's file name, for people to recognise it by
};

/// A face to be kept. A face without a photo can be found, but not shown.
struct NewFace {
    std::string person;  ///< name; the person is made where there is none of that name
    std::optional<NewPhoto> photo;
    Face face;  ///< in pixels of the copy
    Embedding embedding;
};

/// A kept photo with what only its operator asks for.
struct StoredPhoto {
    PersonPhoto shown;
    PersonId person = 0;
    std::string name;    ///< of the person
    std::string sha256;  ///< of the original's bytes
    std::string source;  ///< the original's file name
};

/// An embedding that is to take the place of a stored face's.
struct NewEmbedding {
    FaceId face = 0;
    Embedding embedding;
};

/// What became of one entry of Store::insert_faces.
struct Inserted {
    std::optional<FaceId> face;  ///< absent where the photo is in the store already
    std::string owner;           ///< the name of the person who has the photo
};

struct InsertResult {
    std::vector<Inserted> entries;  ///< one an entry, in order
    std::size_t people_added = 0;
};

struct Counts {
    std::size_t people = 0;
    std::size_t photos = 0;
    std::size_t faces = 0;

    friend bool operator==(const Counts&, const Counts&) = default;
};

/// What an index does to follow the store. Spans hold some thousands of entries and die with the call.
class ChangeSink {
  public:
    virtual ~ChangeSink() = default;
    /// Whatever was followed so far is void: every face of the store comes next.
    virtual void start_over() = 0;
    virtual void upsert(std::span<const IndexedFace> faces) = 0;
    virtual void remove(std::span<const FaceId> faces) = 0;
};

/// An operator's own gallery on disk: `gallery.sqlite` (people, photos' records, faces, embeddings) and
/// `photos/` (copies) in one data directory. It is the truth that indexes are derived from.
///
/// May be called from many threads, and several processes may have the same store open: writers wait for each
/// other for up to ten seconds. What a call has written is on disk when it returns, or not at all.
///
/// Every write raises the revision. Revisions are milliseconds since 1970, made to rise, and those that
/// happened are kept: so an index of another store, or of this one before it was put back from a backup, is
/// told from one of this.
///
/// Throws Error(unavailable) where the disk or the lock fails, Error(conflict) where the file is damaged, is
/// no gallery, has a newer schema or holds another embedder's embeddings.
class Store final : public People {
  public:
    /// Opens the store, or makes it and its directory.
    explicit Store(const std::filesystem::path& data_directory);
    ~Store() override;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// Whether there is a store to open, so that a reader need not make one.
    [[nodiscard]] static bool exists(const std::filesystem::path& data_directory);
    [[nodiscard]] const std::filesystem::path& data_directory() const noexcept;

    [[nodiscard]] std::optional<Person> person(PersonId id) const override;
    [[nodiscard]] std::optional<StoredFace> face(FaceId id) const override;
    [[nodiscard]] std::optional<StoredFace> best_face(PersonId id) const override;
    [[nodiscard]] std::optional<Embedding> mean_embedding(PersonId id) const override;
    [[nodiscard]] std::optional<Embedding> embedding(PersonId id) const override;
    [[nodiscard]] std::optional<std::vector<std::uint8_t>> photo_bytes(PhotoId id) const override;
    [[nodiscard]] std::vector<Person> list(const std::string& query, std::size_t offset,
                                           std::size_t limit) const override;
    [[nodiscard]] std::size_t count(const std::string& query) const override;

    /// Where a photo's copy lies; absent where there is no such photo.
    [[nodiscard]] std::optional<std::filesystem::path> photo_file(PhotoId id) const;
    /// The person of that name; case and white space around it do not matter.
    [[nodiscard]] std::optional<Person> person_named(const std::string& name) const;
    /// How many of the people that `list(query)` shows come before the key (see names.hpp).
    [[nodiscard]] std::size_t count_before(const std::string& query, const std::string& key) const;
    /// The keys (see names.hpp) of all people, in no order.
    [[nodiscard]] std::vector<std::string> keys() const;
    [[nodiscard]] Counts counts() const;
    /// Every photo, or those of one person, by name and then in the order they came in.
    void for_each_photo(std::optional<PersonId> person,
                        const std::function<void(const StoredPhoto&)>& visit) const;
    /// The name of the person who has the photo of that content.
    [[nodiscard]] std::optional<std::string> photo_owner(const std::string& sha256) const;
    /// Whether the person has a face without a photo that has this very embedding.
    [[nodiscard]] bool has_embedding(const std::string& name, const Embedding& embedding) const;

    /// Every face, in the order they came in.
    [[nodiscard]] std::vector<FaceId> face_ids() const;
    /// All that is kept of a face, as it went in but for the copy's bytes, which are left out.
    [[nodiscard]] std::optional<NewFace> kept_face(FaceId id) const;
    /// Writes one consistent state into a new file, which is again a store's `gallery.sqlite`.
    void copy_to(const std::filesystem::path& file) const;

    /// What made the stored embeddings; absent where there are none.
    [[nodiscard]] std::optional<EmbedderInfo> embedder() const;
    /// Throws Error(conflict), naming both, where the stored embeddings are another embedder's.
    void check_embedder(const EmbedderInfo& embedder) const;

    /// Adds faces, with their people and photos, in one transaction. An entry whose photo is in already,
    /// under whatever person, is passed over. Throws Error(invalid_argument) for a name that clean_name
    /// refuses or an embedding of the wrong length or with values that are not finite; then nothing is added.
    InsertResult insert_faces(std::span<const NewFace> faces, const EmbedderInfo& embedder);

    /// The faces that have no new embedding of `embedder` yet; those of any other embedder that lie beside
    /// the gallery's are dropped. Throws Error(conflict) where faces have no photo, of which none can be
    /// made.
    [[nodiscard]] std::vector<FaceId> start_reembedding(const EmbedderInfo& embedder);
    /// Lays new embeddings beside those of the gallery; faces that were removed meanwhile are passed over.
    void keep_new_embeddings(std::span<const NewEmbedding> embeddings, const EmbedderInfo& embedder);
    /// Where every face has a new embedding, they all take the place of the old in one transaction, and
    /// whatever follows the store starts over: true. Else nothing happens.
    bool exchange_embeddings(const EmbedderInfo& embedder);

    /// Remove rows, copies and (by way of the changes) index entries; absent ids are Error(not_found). A
    /// person goes with the last face. Return what was removed.
    Counts remove_person(PersonId id);
    Counts remove_photo(PhotoId id);
    /// Removes copies that no row names, which a kill in the middle of an import leaves. Returns how many. No
    /// other thread or process may be inserting.
    std::size_t sweep_copies();

    /// A few microseconds: made for polling.
    [[nodiscard]] std::int64_t revision() const;
    /// Streams, from one consistent state, what has changed since the revision `since`, removals first, and
    /// returns that state's revision. Where `since` is not of this store or older than the changes kept, the
    /// sink starts over; since = 0 always does.
    std::int64_t read_changes(std::int64_t since, ChangeSink& sink) const;
    /// How many removals are remembered before the oldest are forgotten.
    static constexpr std::size_t kept_removals = 100'000;

    struct State;  ///< seen in store_state.hpp by this class' own sources alone

  private:
    [[nodiscard]] std::optional<std::string> photo_content(PhotoId id) const;
    /// And of how many embeddings it is.
    [[nodiscard]] std::pair<std::optional<Embedding>, std::size_t> mean_of(PersonId id) const;

    std::unique_ptr<State> state_;
};

}  // namespace faces
