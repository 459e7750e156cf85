#include "npy.hpp"

#include <fmt/format.h>

#include <array>
#include <regex>
#include <string_view>

#include "hnsw/error.hpp"

namespace hnsw::cli {

namespace {

using namespace std::string_view_literals;

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& what) {
    throw Error(ErrorCode::damaged_file, path.string() + " " + what);
}

std::string read_text(std::istream& in, std::size_t bytes, const std::filesystem::path& path) {
    std::string text(bytes, '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(bytes)))
        refuse(path, "is no NumPy array: it ends within its header");
    return text;
}

std::uint64_t little_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8U | static_cast<unsigned char>(bytes[i]);
    return value;
}

/// What stands behind 'key': in the dictionary that is the header.
std::string entry(const std::string& dictionary, const std::string& key, const std::string& value,
                  const std::filesystem::path& path) {
    std::smatch match;
    if (!std::regex_search(dictionary, match, std::regex("'" + key + R"('\s*:\s*)" + value)))
        refuse(path, "is no NumPy array of numbers: its header has no " + key + " that can be read");
    return match[1];
}

std::vector<std::uint64_t> numbers(const std::string& text) {
    // At most 19 digits always fit; what is longer falls apart into sizes that no file has.
    const std::regex number(R"(\d{1,19})");
    std::vector<std::uint64_t> values;
    for (std::sregex_iterator found(text.begin(), text.end(), number), end; found != end; ++found)
        values.push_back(std::stoull(found->str()));
    return values;
}

}  // namespace

NpyHeader read_npy_header(std::istream& in, const std::filesystem::path& path) {
    constexpr auto magic = "\x93NUMPY"sv;
    const std::string start = read_text(in, magic.size() + 2, path);
    if (!start.starts_with(magic)) refuse(path, "is no NumPy array: it does not begin as one");
    const auto version = static_cast<unsigned char>(start[magic.size()]);
    const std::uint64_t bytes = little_endian(read_text(in, version == 1 ? 2 : 4, path));
    constexpr std::uint64_t longest = 10'000;  // NumPy's own limit
    if (bytes > longest)
        refuse(path, fmt::format("has a header of {} bytes, at most {} are read", bytes, longest));
    const std::string dictionary = read_text(in, bytes, path);
    if (entry(dictionary, "fortran_order", "(True|False)", path) == "True")
        refuse(path, "is in Fortran's order: save it row by row, with numpy.ascontiguousarray");
    return {entry(dictionary, "descr", "'([^']*)'", path),
            numbers(entry(dictionary, "shape", R"(\(([\d,\s]{0,100})\))", path))};
}

}  // namespace hnsw::cli
