#include "http_kit/static_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

#include "http_kit/error.hpp"

namespace http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 15> content_types{{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".yaml", "application/yaml"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".txt", "text/plain; charset=utf-8"},
    {".woff2", "font/woff2"},
    {".webmanifest", "application/manifest+json"},
}};

[[noreturn]] void no_such_file(const Request& request) {
    throw Error(ErrorCode::not_found, "There is nothing at " + request.path + ".");
}

/// Decoded segments joined by '/': none may be hidden, climb, or smuggle a separator in.
bool is_safe(std::string_view path) {
    if (path.find_first_of(std::string_view("\\\0", 2)) != std::string_view::npos) return false;
    for (;;) {
        const auto end = path.find('/');
        const auto segment = path.substr(0, end);
        if (segment.empty() || segment.starts_with('.')) return false;
        if (end == std::string_view::npos) return true;
        path.remove_prefix(end + 1);
    }
}

/// Whether a link on the way ends outside of the folder.
bool leads_out(const fs::path& folder, const fs::path& path) {
    std::error_code error;
    const fs::path inside = fs::canonical(folder, error);
    const fs::path target = fs::canonical(folder / path, error);
    return error ||
           std::mismatch(inside.begin(), inside.end(), target.begin(), target.end()).first != inside.end();
}

/// Changes with the file's content, as far as size and time of its last change tell.
std::string entity_tag(const fs::path& file) {
    const auto time = fs::last_write_time(file).time_since_epoch().count();
    return fmt::format("\"{:x}-{:x}\"", fs::file_size(file), static_cast<std::uint64_t>(time));
}

Reply file_reply(const fs::path& file, const Request& request) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) no_such_file(request);
    const auto tag = entity_tag(file);
    Reply reply{.content_type = std::string(content_type_of(file)),
                .headers = {{"ETag", tag}, {"Cache-Control", "no-cache"}}};
    const auto known = request.header("If-None-Match").value_or("");
    if (known == "*" || known.find(tag) != std::string_view::npos) {
        reply.status = 304;
        reply.unsent_body_size = fs::file_size(file);
        return reply;
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) no_such_file(request);
    reply.body.assign(std::istreambuf_iterator<char>(stream), {});
    return reply;
}

}  // namespace

std::string_view content_type_of(const fs::path& file) {
    const auto extension = file.extension().string();
    for (const auto& [known, type] : content_types) {
        if (known == extension) return type;
    }
    return "application/octet-stream";
}

Handler static_files(fs::path folder) {
    if (!fs::is_directory(folder)) {
        throw Error(ErrorCode::not_found, "The folder to serve does not exist: " + folder.string());
    }
    return [folder = std::move(folder)](Request& request) {
        const auto parameter = request.path_parameters.begin();
        const auto path = parameter == request.path_parameters.end() || parameter->second.empty()
                              ? std::string("index.html")
                              : parameter->second;
        if (!is_safe(path) || leads_out(folder, path)) no_such_file(request);
        return file_reply(folder / path, request);
    };
}

Handler static_file(fs::path file) {
    if (!fs::is_regular_file(file)) {
        throw Error(ErrorCode::not_found, "The file to serve does not exist: " + file.string());
    }
    return [file = std::move(file)](Request& request) { return file_reply(file, request); };
}

}  // namespace http
