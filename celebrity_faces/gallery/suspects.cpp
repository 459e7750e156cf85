#include "gallery/suspects.hpp"

#include <algorithm>

#include "gallery/names.hpp"

namespace faces {
namespace {

class AllFaces final : public ChangeSink {
  public:
    void start_over() override { faces.clear(); }
    void upsert(std::span<const IndexedFace> batch) override {
        faces.insert(faces.end(), batch.begin(), batch.end());
    }
    void remove(std::span<const FaceId> /*faces*/) override {}  // there are none after a start

    std::vector<IndexedFace> faces;
};

std::string name_of(const Store& store, PersonId id) {
    const std::optional<Person> person = store.person(id);
    return person ? person->name : "";
}

}  // namespace

std::vector<Suspect> find_suspects(const Store& store, const UnlikeOptions& options) {
    AllFaces all;
    store.read_changes(0, all);
    std::vector<Suspect> suspects;
    for (const UnlikePhoto& unlike : unlike_photos(all.faces, options)) {
        const std::optional<NewFace> kept = store.kept_face(unlike.face);
        const std::optional<StoredFace> face = store.face(unlike.face);
        if (!kept || !face) continue;  // removed meanwhile
        const std::string looks_like = unlike.looks_like ? name_of(store, *unlike.looks_like) : "";
        Suspect suspect{
            unlike.face, unlike.person, kept->person, face->photo, {}, {}, reason_text(unlike, looks_like)};
        if (kept->photo) {
            suspect.source = kept->photo->source;
            suspect.link = kept->photo->link;
        }
        suspects.push_back(std::move(suspect));
    }
    std::stable_sort(suspects.begin(), suspects.end(), [](const Suspect& a, const Suspect& b) {
        return search_key(a.name) < search_key(b.name);
    });
    return suspects;
}

}  // namespace faces
