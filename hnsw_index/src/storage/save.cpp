#include <bit>
#include <vector>

#include "storage/checksum.hpp"
#include "storage/file.hpp"
#include "storage/format.hpp"
#include "storage/storage.hpp"

namespace hnsw {

static_assert(std::endian::native == std::endian::little, "the file is little-endian");

namespace {

/// Writes one section value by value, then its checksum and what fills it up.
class SectionWriter {
  public:
    SectionWriter(AtomicFile& file, const Section& section) : file_(file), section_(section) {}

    template <class T>
    void write(std::span<const T> values) {
        const auto bytes = std::as_bytes(values);
        checksum_ = crc32c(bytes, checksum_);
        file_.write(bytes);
    }
    template <class T>
    void write(const T& value) {
        write(std::span(&value, 1));
    }
    void end() {
        file_.write(std::as_bytes(std::span(&checksum_, 1)));
        const std::vector<std::byte> filling(section_.end() - section_.offset - section_.bytes -
                                             sizeof(checksum_));
        file_.write(filling);
    }

  private:
    AtomicFile& file_;
    const Section& section_;
    std::uint32_t checksum_ = 0;
};

/// The graph's live slots, numbered without gaps as in the file: each with its neighbours close behind it, as
/// a breadth-first walk meets them, because a search asks for the rows of neighbours together.
class Numbering {
  public:
    explicit Numbering(const Graph& graph) : numbers_(graph.layout().slots(), no_slot) {
        const Layout& layout = graph.layout();
        if (graph.entry().slot != no_slot) number_from(layout, graph.entry().slot);
        for (Slot slot = 0; slot < layout.slots(); ++slot)
            if (layout.is_live(slot) && numbers_[slot] == no_slot) number_from(layout, slot);
    }
    [[nodiscard]] const std::vector<Slot>& slots() const noexcept { return slots_; }
    [[nodiscard]] Slot number(Slot slot) const noexcept { return numbers_[slot]; }

  private:
    void take(Slot slot) {
        numbers_[slot] = static_cast<Slot>(slots_.size());
        slots_.push_back(slot);
    }
    void number_from(const Layout& layout, Slot start) {
        std::size_t next = slots_.size();
        take(start);
        for (; next < slots_.size(); ++next)
            for (const Slot link : layout.links(slots_[next], 0))
                if (layout.is_live(link) && numbers_[link] == no_slot) take(link);
    }

    std::vector<Slot> slots_;
    std::vector<Slot> numbers_;
};

FileHeader header_of(const Graph& graph, const IndexOptions& options, std::int64_t revision,
                     const Numbering& numbering) {
    FileHeader header;
    header.header_bytes = sizeof(FileHeader);
    header.dimension = options.dimension;
    header.metric = static_cast<std::uint32_t>(options.metric);
    header.links = options.links;
    header.base_links = options.base_links;
    header.ef_construction = options.ef_construction;
    header.level_multiplier = options.level_multiplier;
    header.seed = options.seed;
    header.revision = revision;
    header.count = numbering.slots().size();
    for (const Slot slot : numbering.slots()) header.upper_rows += graph.layout().level(slot);
    header.entry = header.count == 0 ? 0 : numbering.number(graph.entry().slot);
    header.keep_pruned = options.keep_pruned ? 1 : 0;
    header.storage = static_cast<std::uint32_t>(options.storage);
    header.code_range = graph.codes().quantiser.range();
    header.walks_by_codes = graph.walks_by_codes() ? 1 : 0;
    header.file_bytes = Sections(header).file_bytes();
    const auto bytes = std::as_bytes(std::span(&header, 1));
    header.checksum = crc32c(bytes.first(bytes.size() - sizeof(header.checksum)));
    return header;
}

void write_links(SectionWriter& out, const Layout& layout, Slot slot, unsigned layer,
                 const Numbering& numbering) {
    std::vector<Slot> row;
    for (const Slot link : layout.links(slot, layer)) row.push_back(numbering.number(link));
    row.resize(layout.max_links(layer), no_slot);
    out.write(std::span<const Slot>(row));
}

}  // namespace

void save_graph(const std::filesystem::path& path, const Graph& graph, const IndexOptions& options,
                std::int64_t revision) {
    const Layout& layout = graph.layout();
    const Numbering numbering(graph);
    AtomicFile file(path);
    const FileHeader header = header_of(graph, options, revision, numbering);
    file.write(std::as_bytes(std::span(&header, 1)));
    const auto write = [&](const Section& section, auto write_one) {
        SectionWriter out(file, section);
        for (const Slot slot : numbering.slots()) write_one(out, slot);
        out.end();
    };
    const Sections sections(header);
    const CodeTable& codes = graph.codes();
    write(sections.levels,
          [&](auto& out, Slot slot) { out.write(static_cast<std::uint8_t>(layout.level(slot))); });
    write(sections.ids, [&](auto& out, Slot slot) { out.write(layout.id(slot)); });
    write(sections.groups, [&](auto& out, Slot slot) { out.write(layout.group(slot)); });
    write(sections.vectors, [&](auto& out, Slot slot) {
        if (layout.has_vectors()) out.write(std::span(layout.vector(slot), layout.dimension()));
    });
    write(sections.codes,
          [&](auto& out, Slot slot) { out.write(std::span(codes.rows.row(slot), codes.rows.width())); });
    write(sections.base_links, [&](auto& out, Slot slot) { write_links(out, layout, slot, 0, numbering); });
    write(sections.upper_links, [&](auto& out, Slot slot) {
        for (unsigned layer = 1; layer <= layout.level(slot); ++layer)
            write_links(out, layout, slot, layer, numbering);
    });
    file.commit();
}

}  // namespace hnsw
