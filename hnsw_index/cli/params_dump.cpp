#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "dump_reader.hpp"
#include "original_dump.hpp"

namespace hnsw::cli {

namespace {

/// Reads the graph after the parameters, and believes nothing of it.
class GraphCheck {
  public:
    GraphCheck(DumpReader& reader, std::size_t vectors, std::uint64_t max_level)
        : reader_(reader), max_level_(max_level), seen_(vectors), levels_(vectors, unknown) {}

    void read_layers();
    void read_levels(std::uint64_t entry);

  private:
    static constexpr std::uint64_t unknown = std::numeric_limits<std::uint64_t>::max();

    /// The highest layer on which a vector was named, and where that was.
    struct Seen {
        std::uint64_t level = 0;
        std::size_t line = 0;
    };

    std::uint64_t read_id(std::string_view what) { return reader_.whole(what, seen_.size() - 1); }
    void read_layer();
    void read_links(std::uint64_t id, std::uint64_t level);
    void see(std::uint64_t id, std::uint64_t level) {
        if (seen_[id].line == 0 || level > seen_[id].level) seen_[id] = {level, reader_.line()};
    }

    DumpReader& reader_;
    std::uint64_t max_level_;
    std::vector<Seen> seen_;
    std::vector<std::uint64_t> levels_;
};

void GraphCheck::read_layers() {
    reader_.next_line("the number of levels");
    const std::uint64_t layers = reader_.whole("the number of levels", max_level_ + 1);
    reader_.end_line();
    for (std::uint64_t i = 0; i < layers; ++i) read_layer();
}

void GraphCheck::read_layer() {
    reader_.next_line("a level and the number of its vectors");
    const std::uint64_t level = reader_.whole("the level", max_level_);
    const std::uint64_t count = reader_.whole("the number of vectors on the level", seen_.size());
    reader_.end_line();
    std::vector<bool> named(seen_.size());
    for (std::uint64_t i = 0; i < count; ++i) {
        reader_.next_line(fmt::format("an id of level {}", level));
        const std::uint64_t id = read_id("the id");
        reader_.end_line();
        if (named[id]) reader_.refuse(fmt::format("the id {} is there twice on level {}", id, level));
        named[id] = true;
        see(id, level);
        read_links(id, level);
    }
}

void GraphCheck::read_links(std::uint64_t id, std::uint64_t level) {
    reader_.next_line(fmt::format("the links of {} on level {}", id, level));
    const std::uint64_t links = reader_.whole("the number of links", seen_.size());
    for (std::uint64_t i = 0; i < links; ++i) {
        if (!reader_.has_more())
            reader_.refuse(fmt::format("there are {} links, the line begins with {}", i, links));
        see(read_id("the id that a link leads to"), level);
    }
    reader_.end_line();
}

void GraphCheck::read_levels(std::uint64_t entry) {
    reader_.next_line("the number of vectors with their levels");
    const std::uint64_t count = reader_.whole("the number of vectors", seen_.size());
    reader_.end_line();
    if (count != seen_.size())
        reader_.refuse(
            fmt::format("it tells the levels of {} vectors, and there are {}", count, seen_.size()));
    for (std::uint64_t i = 0; i < count; ++i) {
        reader_.next_line("an id and its level");
        const std::uint64_t id = read_id("the id");
        const std::uint64_t level = reader_.whole("the level", max_level_);
        reader_.end_line();
        if (levels_[id] != unknown) reader_.refuse(fmt::format("the level of {} is there twice", id));
        levels_[id] = level;
        if (seen_[id].level > level)
            reader_.refuse(fmt::format("{} is on level {} and those below, and here it is named on level {}",
                                       id, level, seen_[id].level),
                           seen_[id].line);
    }
    if (levels_[entry] != max_level_)
        reader_.refuse(fmt::format("searches start at {}, which is on level {}, and the top one is {}", entry,
                                   levels_[entry], max_level_),
                       1);
}

unsigned option(DumpReader& reader, std::string_view what) {
    return static_cast<unsigned>(reader.whole(what, std::numeric_limits<unsigned>::max()));
}

}  // namespace

OriginalParameters read_params_dump(std::istream& in, const std::string& name, std::size_t vectors) {
    constexpr std::uint64_t most_levels = 63;  // two vectors in three are on level 0 alone, and so on
    DumpReader reader(in, name);
    reader.next_line("the top level and where searches start");
    const std::uint64_t max_level = reader.whole("the top level", most_levels);
    const std::uint64_t entry = reader.whole("the id where searches start", vectors - 1);
    reader.end_line();
    OriginalParameters parameters;
    reader.next_line("M and M0");
    parameters.links = option(reader, "M");
    parameters.base_links = option(reader, "M0");
    reader.end_line();
    reader.next_line("ef_construction and the level multiplier");
    parameters.ef_construction = option(reader, "ef_construction");
    parameters.level_multiplier = reader.number("the level multiplier");
    reader.end_line();
    GraphCheck graph(reader, vectors, max_level);
    graph.read_layers();
    graph.read_levels(entry);
    reader.end();
    return parameters;
}

}  // namespace hnsw::cli
