#include <fcntl.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "hnsw/error.hpp"
#include "input.hpp"
#include "storage/checksum.hpp"
#include "storage/file.hpp"
#include "storage/format.hpp"
#include "storage/storage.hpp"

namespace hnsw {

namespace {

/// Reads a file front to back and refuses it with its path in the message.
class Reader {
  public:
    explicit Reader(const std::filesystem::path& path) : file_(path, O_RDONLY) {
        if (!std::filesystem::is_regular_file(path))
            throw Error(ErrorCode::file, path.string() + " is not a file");
        size_ = std::filesystem::file_size(path);
    }

    [[noreturn]] void damaged(const std::string& what) const {
        throw Error(ErrorCode::damaged_file, file_.path().string() + " is damaged: " + what);
    }

    [[nodiscard]] FileHeader header();

    template <class T>
    std::vector<T> section(const char* name, std::uint64_t bytes) {
        std::vector<T> values(bytes / sizeof(T));
        read(std::as_writable_bytes(std::span(values)));
        std::uint32_t checksum = 0;
        read(std::as_writable_bytes(std::span(&checksum, 1)));
        if (checksum != crc32c(std::as_bytes(std::span(values))))
            damaged(std::string("the checksum of its ") + name + " is wrong");
        return values;
    }

  private:
    void read(std::span<std::byte> bytes) {
        if (file_.read(bytes) != bytes.size()) damaged("it ends too early");
    }

    FileDescriptor file_;
    std::uint64_t size_ = 0;
};

FileHeader Reader::header() {
    FileHeader header;
    const auto bytes = std::as_writable_bytes(std::span(&header, 1));
    if (size_ < bytes.size())
        damaged("it has " + std::to_string(size_) + " bytes, the header alone has " +
                std::to_string(bytes.size()));
    read(bytes);
    if (header.magic != format_magic)
        throw Error(ErrorCode::damaged_file, file_.path().string() + " is not an index");
    if (header.version != format_version)
        throw Error(ErrorCode::file_version, file_.path().string() + " has the format version " +
                                                 std::to_string(header.version) + ", this program reads " +
                                                 std::to_string(format_version) + ": build the index anew");
    if (header.checksum != crc32c(bytes.first(bytes.size() - sizeof(header.checksum))))
        damaged("the checksum of its header is wrong");
    // With these limits the sizes of the sections cannot overflow.
    if (header.count >= max_slots || header.upper_rows > header.count * (max_layers - 1))
        damaged("it says that it has " + std::to_string(header.count) + " vectors");
    return header;
}

void check_size(const Reader& reader, const FileHeader& header, std::uint64_t size) {
    const std::uint64_t wanted = SectionSizes(header).file_bytes();
    if (header.header_bytes != sizeof(FileHeader) || header.file_bytes != wanted || size != wanted)
        reader.damaged("it has " + std::to_string(size) + " bytes, its header says " +
                       std::to_string(wanted));
}

IndexOptions options_of(const Reader& reader, const FileHeader& header) {
    try {
        return checked({.dimension = header.dimension,
                        .metric = static_cast<Metric>(header.metric),
                        .links = header.links,
                        .base_links = header.base_links,
                        .ef_construction = header.ef_construction,
                        .level_multiplier = header.level_multiplier,
                        .keep_pruned = header.keep_pruned != 0,
                        .seed = header.seed});
    } catch (const Error& error) {
        reader.damaged(error.what());
    }
}

/// Columns of the file as they come, before they are believed.
struct Columns {
    std::vector<Id> ids;
    std::vector<Group> groups;
    std::vector<std::uint8_t> levels;
    std::vector<float> vectors;
    std::vector<Slot> base_links;
    std::vector<Slot> upper_links;
};

void add_vectors(const Reader& reader, const Columns& columns, Graph& graph, const IndexOptions& options) {
    for (std::size_t i = 0; i < columns.ids.size(); ++i) {
        const auto vector = std::span(columns.vectors).subspan(i * options.dimension, options.dimension);
        try {
            check_vector(vector, options, "vector " + std::to_string(i));
        } catch (const Error& error) {
            reader.damaged(error.what());
        }
        graph.add(columns.ids[i], columns.groups[i], columns.levels[i], vector);
    }
}

void add_links(const Reader& reader, std::span<const Slot> row, Graph& graph, Slot slot, unsigned layer) {
    if (row[0] >= row.size()) reader.damaged("vector " + std::to_string(slot) + " has too many links");
    const auto links = row.subspan(1, row[0]);
    for (const Slot link : links)
        if (link >= graph.layout().slots() || link == slot || graph.layout().level(link) < layer)
            reader.damaged("vector " + std::to_string(slot) + " has a link to " + std::to_string(link) +
                           " on layer " + std::to_string(layer) + ", where that is not");
    graph.layout().set_links(slot, layer, links);
}

void add_all_links(const Reader& reader, const Columns& columns, Graph& graph, const IndexOptions& options) {
    const std::size_t base_width = 1 + std::size_t{options.base_links};
    const std::size_t upper_width = 1 + std::size_t{options.links};
    auto upper = std::span(columns.upper_links);
    for (Slot slot = 0; slot < graph.layout().slots(); ++slot) {
        add_links(reader, std::span(columns.base_links).subspan(slot * base_width, base_width), graph, slot,
                  0);
        for (unsigned layer = 1; layer <= graph.layout().level(slot); ++layer) {
            add_links(reader, upper.first(upper_width), graph, slot, layer);
            upper = upper.subspan(upper_width);
        }
    }
}

void check_levels(const Reader& reader, const FileHeader& header, std::span<const std::uint8_t> levels) {
    if (levels.empty()) return;
    const auto highest = *std::ranges::max_element(levels);
    if (highest >= max_layers) reader.damaged("a vector has " + std::to_string(highest) + " layers");
    if (std::accumulate(levels.begin(), levels.end(), std::uint64_t{0}) != header.upper_rows)
        reader.damaged("the layers of its vectors do not add up to its header's number");
    if (header.entry >= levels.size() || levels[header.entry] != highest)
        reader.damaged("vector " + std::to_string(header.entry) +
                       ", where searches start, is not on the top layer");
}

void check_distinct(const Reader& reader, std::vector<Id> ids) {
    std::ranges::sort(ids);
    const auto twice = std::ranges::adjacent_find(ids);
    if (twice != ids.end()) reader.damaged("the id " + std::to_string(*twice) + " is there twice");
}

}  // namespace

LoadedGraph load_graph(const std::filesystem::path& path, const Kernels& kernels) {
    Reader reader(path);
    const FileHeader header = reader.header();
    const IndexOptions options = options_of(reader, header);
    check_size(reader, header, std::filesystem::file_size(path));
    const SectionSizes sizes(header);
    Columns columns;
    columns.ids = reader.section<Id>("ids", sizes.ids);
    columns.groups = reader.section<Group>("groups", sizes.groups);
    columns.levels = reader.section<std::uint8_t>("levels", sizes.levels);
    columns.vectors = reader.section<float>("vectors", sizes.vectors);
    columns.base_links = reader.section<Slot>("links", sizes.base_links);
    columns.upper_links = reader.section<Slot>("upper links", sizes.upper_links);
    check_levels(reader, header, columns.levels);
    check_distinct(reader, columns.ids);

    auto graph = std::make_unique<Graph>(options, kernels);
    add_vectors(reader, columns, *graph, options);
    add_all_links(reader, columns, *graph, options);
    graph->judge_codes();
    if (header.count > 0) graph->set_entry({header.entry, columns.levels[header.entry]});
    return {options, header.revision, std::move(graph)};
}

}  // namespace hnsw
