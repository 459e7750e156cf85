#include "gallery/builtin.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <string_view>

#include "faces/error.hpp"
#include "gallery/content_hash.hpp"
#include "gallery/files.hpp"

namespace faces {
namespace {

static_assert(std::endian::native == std::endian::little, "the file's numbers are the processor's");

constexpr std::string_view magic = "facesbig";
constexpr std::uint32_t version = 1;
constexpr std::size_t digest_bytes = 32;
constexpr std::size_t max_file_bytes = 1 << 30;

class FileWriter {
  public:
    template <typename Number>
    void number(Number value) {
        const auto bytes = std::bit_cast<std::array<std::uint8_t, sizeof(Number)>>(value);
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    void raw(std::string_view text) { bytes_.insert(bytes_.end(), text.begin(), text.end()); }
    void text(std::string_view text) {
        number(static_cast<std::uint16_t>(text.size()));
        raw(text);
    }
    void embedding(const Embedding& embedding) {
        float largest = 0;
        for (const float value : embedding) largest = std::max(largest, std::abs(value));
        const float scale = largest / 127;
        number(scale);
        for (const float value : embedding)
            number(static_cast<std::int8_t>(scale > 0 ? std::lround(value / scale) : 0));
    }
    [[nodiscard]] std::vector<std::uint8_t> finished() {
        const auto digest = sha256(bytes_);
        bytes_.insert(bytes_.end(), digest.begin(), digest.end());
        return std::move(bytes_);
    }

  private:
    std::vector<std::uint8_t> bytes_;
};

/// Reads a file that its digest has shown to be whole: what does not fit is a defect of the writer, and still
/// no reason to read beyond the end.
class FileReader {
  public:
    FileReader(std::span<const std::uint8_t> bytes, const std::filesystem::path& file)
        : bytes_(bytes), file_(file) {}

    std::string_view raw(std::size_t size) {
        if (size > bytes_.size()) damaged("is cut short");
        const std::string_view taken(reinterpret_cast<const char*>(bytes_.data()), size);
        bytes_ = bytes_.subspan(size);
        return taken;
    }
    template <typename Number>
    Number number() {
        Number value;
        std::memcpy(&value, raw(sizeof(Number)).data(), sizeof(Number));
        return value;
    }
    std::string text() { return std::string(raw(number<std::uint16_t>())); }
    Embedding embedding(std::size_t dimension) {
        const auto scale = number<float>();
        Embedding embedding;
        embedding.reserve(dimension);
        for (const char value : raw(dimension))
            embedding.push_back(scale * static_cast<float>(static_cast<std::int8_t>(value)));
        return embedding;
    }
    [[nodiscard]] bool at_end() const noexcept { return bytes_.empty(); }
    [[noreturn]] void damaged(const std::string& how) const {
        throw Error(ErrorCode::conflict, "the built-in gallery " + file_.string() + " " + how +
                                             ": build or install the project again");
    }

  private:
    std::span<const std::uint8_t> bytes_;
    const std::filesystem::path& file_;
};

void check(const BuiltinEntry& entry, const EmbedderInfo& embedder) {
    const bool finite = std::all_of(entry.embedding.begin(), entry.embedding.end(),
                                    [](float value) { return std::isfinite(value); });
    if (entry.embedding.size() != static_cast<std::size_t>(embedder.dimension) || !finite)
        throw Error(ErrorCode::invalid_argument,
                    "the embedding of " + entry.name + " has " + std::to_string(entry.embedding.size()) +
                        " values, " + std::to_string(embedder.dimension) + " finite ones are wanted");
    if (entry.name.size() > std::numeric_limits<std::uint16_t>::max())
        throw Error(ErrorCode::invalid_argument, "a name is longer than 65535 bytes");
}

/// The faces of one person, added up.
struct Sum {
    std::vector<double> values;
    double norms = 0;
    double count = 0;

    void add(const Embedding& embedding) {
        values.resize(embedding.size());
        for (std::size_t i = 0; i < embedding.size(); ++i) values[i] += embedding[i];
        norms += l2_norm(embedding);
        ++count;
    }

    [[nodiscard]] Embedding representative() const {
        Embedding mean(values.begin(), values.end());
        const double length = l2_norm(mean);
        const double factor = length > 0 ? norms / count / length : 0;
        for (float& value : mean) value = static_cast<float>(value * factor);
        return mean;
    }
};

struct SumSink final : ChangeSink {
    std::map<PersonId, Sum> sums;
    void start_over() override { sums.clear(); }
    void upsert(std::span<const IndexedFace> faces) override {
        for (const IndexedFace& face : faces) sums[face.person].add(face.embedding);
    }
    void remove(std::span<const FaceId>) override {}
};

}  // namespace

BuiltinGallery build_builtin(const Store& store) {
    SumSink sink;
    store.read_changes(0, sink);
    BuiltinGallery gallery{store.embedder().value_or(EmbedderInfo{}), {}, 0};
    for (const Person& person : store.list("", 0, std::numeric_limits<std::size_t>::max()))
        if (const auto sum = sink.sums.find(person.id); sum != sink.sums.end())
            gallery.entries.push_back({person.name, sum->second.representative()});
    return gallery;
}

void write_builtin(const std::filesystem::path& file, const EmbedderInfo& embedder,
                   std::span<const BuiltinEntry> entries) {
    FileWriter writer;
    writer.raw(magic);
    writer.number(version);
    writer.number(static_cast<std::uint32_t>(entries.size()));
    writer.number(static_cast<std::uint32_t>(embedder.dimension));
    for (const std::string& text : {embedder.name, embedder.metric, embedder.precision}) writer.text(text);
    for (const BuiltinEntry& entry : entries) {
        check(entry, embedder);
        writer.text(entry.name);
        writer.embedding(entry.embedding);
    }
    write_durably(file, writer.finished());
}

BuiltinGallery read_builtin(const std::filesystem::path& file) {
    const std::vector<std::uint8_t> bytes = read_file(file, max_file_bytes);
    const std::size_t body = bytes.size() - std::min(bytes.size(), digest_bytes);
    const std::span<const std::uint8_t> contents(bytes.data(), body);
    FileReader reader(contents, file);
    if (body < magic.size() || reader.raw(magic.size()) != magic) reader.damaged("is no built-in gallery");
    if (const auto found = reader.number<std::uint32_t>(); found != version)
        reader.damaged("has version " + std::to_string(found) + ", this program reads version " +
                       std::to_string(version));
    const auto digest = sha256(contents);
    if (!std::equal(digest.begin(), digest.end(), bytes.begin() + static_cast<std::ptrdiff_t>(body)))
        reader.damaged("is damaged (its checksum is wrong)");

    BuiltinGallery gallery;
    std::memcpy(&gallery.checksum, digest.data(), sizeof(gallery.checksum));
    const auto people = reader.number<std::uint32_t>();
    const auto dimension = reader.number<std::uint32_t>();
    gallery.embedder.dimension = static_cast<int>(dimension);
    gallery.embedder.name = reader.text();
    gallery.embedder.metric = reader.text();
    gallery.embedder.precision = reader.text();
    for (std::uint32_t i = 0; i < people; ++i) {
        std::string name = reader.text();
        gallery.entries.push_back({std::move(name), reader.embedding(dimension)});
    }
    if (!reader.at_end()) reader.damaged("holds more than its people");
    return gallery;
}

}  // namespace faces
