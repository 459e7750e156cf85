#include "gallery/names.hpp"

#include <clocale>
#include <cstdint>
#include <cwctype>
#include <optional>

#include "faces/error.hpp"

namespace faces {
namespace {

constexpr std::size_t max_name_bytes = 200;

/// Takes one code point off the front; absent where the bytes are not UTF-8 (RFC 3629, section 3: no
/// surrogates, no longer form than needed, at most U+10FFFF).
std::optional<char32_t> take_code_point(std::string_view& text) {
    const auto first = static_cast<std::uint8_t>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length == 0 || first > 0xf4 || text.size() < length) return {};
    char32_t code = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<std::uint8_t>(text[i]);
        if ((next & 0xc0) != 0x80) return {};
        code = code << 6 | (next & 0x3f);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < smallest[length] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return {};
    text.remove_prefix(length);
    return code;
}

void append_code_point(std::string& text, char32_t code) {
    const auto tail = [&](int shift) { text += static_cast<char>(0x80 | (code >> shift & 0x3f)); };
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xc0 | code >> 6);
        tail(0);
    } else if (code < 0x10000) {
        text += static_cast<char>(0xe0 | code >> 12);
        tail(6), tail(0);
    } else {
        text += static_cast<char>(0xf0 | code >> 18);
        tail(12), tail(6), tail(0);
    }
}

char32_t lower(char32_t code) {
    // Part of glibc itself, so it is there whatever locales the machine has; the process' own locale stays as
    // is.
    static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (utf8 != nullptr) return static_cast<char32_t>(towlower_l(static_cast<wint_t>(code), utf8));
    return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
}

bool is_space(char32_t code) {
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xa0;
}

[[noreturn]] void refuse(const std::string& why) {
    throw Error(ErrorCode::invalid_argument, why);
}

}  // namespace

std::string clean_name(std::string_view name) {
    std::string clean;
    bool space = false;
    for (std::string_view rest = name; !rest.empty();) {
        const std::optional<char32_t> code = take_code_point(rest);
        if (!code) refuse("a name is not UTF-8 text: write it in UTF-8");
        if (is_space(*code)) {
            space = true;
            continue;
        }
        if (*code < 0x20 || (*code >= 0x7f && *code < 0xa0))
            refuse("the name \"" + clean + "…\" holds a control character: remove it");
        if (space && !clean.empty()) clean += ' ';
        space = false;
        append_code_point(clean, *code);
    }
    if (clean.empty()) refuse("the name is empty");
    if (clean.size() > max_name_bytes)
        refuse("a name has " + std::to_string(clean.size()) + " bytes, at most " +
               std::to_string(max_name_bytes) + " are kept: \"" + clean.substr(0, 40) + "…\"");
    return clean;
}

std::string search_key(std::string_view name) {
    std::string key;
    key.reserve(name.size());
    while (!name.empty()) {
        if (const std::optional<char32_t> code = take_code_point(name)) {
            append_code_point(key, lower(*code));
        } else {
            key += name.front();
            name.remove_prefix(1);
        }
    }
    return key;
}

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty())
        if (!take_code_point(text)) return false;
    return true;
}

}  // namespace faces
