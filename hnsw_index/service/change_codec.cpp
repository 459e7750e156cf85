#include "change_codec.hpp"

#include <cstring>

namespace hnsw::service {

namespace {

class Writer {
  public:
    template <class T>
    void put(std::span<const T> values) {
        const auto bytes = std::as_bytes(values);
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    template <class T>
    void put(T value) {
        put(std::span<const T>(&value, 1));
    }
    std::vector<std::byte> take() { return std::move(bytes_); }

  private:
    std::vector<std::byte> bytes_;
};

/// Reads values until the bytes do not suffice; from then on it has failed.
class Reader {
  public:
    explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <class T>
    void get(std::span<T> values) {
        if (values.size_bytes() > bytes_.size()) failed_ = true;
        if (failed_) return;
        std::memcpy(values.data(), bytes_.data(), values.size_bytes());
        bytes_ = bytes_.subspan(values.size_bytes());
    }
    template <class T>
    T get() {
        T value{};
        get(std::span<T>(&value, 1));
        return value;
    }
    /// A count of rows that are all still there; 0 otherwise.
    std::size_t count(std::size_t row_bytes) {
        const auto rows = get<std::uint32_t>();
        if (rows * std::uint64_t{row_bytes} != bytes_.size()) failed_ = true;
        return failed_ ? 0 : rows;
    }
    [[nodiscard]] bool finished() const { return !failed_ && bytes_.empty(); }

  private:
    std::span<const std::byte> bytes_;
    bool failed_ = false;
};

void decode_items(Reader& reader, std::size_t dimension, Change& change, std::vector<float>& vectors) {
    change.items.resize(reader.count(sizeof(Id) + sizeof(Group) + dimension * sizeof(float)));
    for (Item& item : change.items) item.id = reader.get<Id>();
    for (Item& item : change.items) item.group = reader.get<Group>();
    vectors.resize(change.items.size() * dimension);
    reader.get(std::span(vectors));
    for (std::size_t i = 0; i < change.items.size(); ++i)
        change.items[i].vector = std::span(vectors).subspan(i * dimension, dimension);
}

}  // namespace

std::vector<std::byte> encode(const Change& change) {
    Writer writer;
    writer.put(change.kind);
    switch (change.kind) {
        case Change::Kind::upsert:
            writer.put(static_cast<std::uint32_t>(change.items.size()));
            for (const Item& item : change.items) writer.put(item.id);
            for (const Item& item : change.items) writer.put(item.group);
            for (const Item& item : change.items) writer.put(item.vector);
            break;
        case Change::Kind::erase:
            writer.put(static_cast<std::uint32_t>(change.ids.size()));
            writer.put(std::span<const Id>(change.ids));
            break;
        case Change::Kind::clear:
            break;
        case Change::Kind::revision:
            writer.put(change.revision);
            break;
    }
    return writer.take();
}

std::optional<Change> decode(std::span<const std::byte> bytes, std::size_t dimension,
                             std::vector<float>& vectors) {
    Reader reader(bytes);
    Change change;
    change.kind = reader.get<Change::Kind>();
    switch (change.kind) {
        case Change::Kind::upsert:
            decode_items(reader, dimension, change, vectors);
            break;
        case Change::Kind::erase:
            change.ids.resize(reader.count(sizeof(Id)));
            reader.get(std::span(change.ids));
            break;
        case Change::Kind::clear:
            break;
        case Change::Kind::revision:
            change.revision = reader.get<std::int64_t>();
            break;
        default:
            return std::nullopt;
    }
    return reader.finished() ? std::optional(std::move(change)) : std::nullopt;
}

}  // namespace hnsw::service
