#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "faces/detector.hpp"
#include "faces/embedder.hpp"
#include "faces/people.hpp"
#include "faces/vector_search.hpp"
#include "http_kit/router.hpp"
#include "lookalike/lookalike.hpp"

namespace faces {

/// The largest body that a request may have: a photo of 25 MB and the form around it.
inline constexpr std::size_t max_request_bytes = 25'100'000;

/// What the routes use; all of it must outlive them and may be used from many threads at once.
struct ServiceParts {
    const Lookalike& lookalike;
    std::map<std::string, const Detector*>
        detectors;  ///< by name; the first of `detector_names` is the default
    std::string default_detector;
    const Aligner& aligner;
    const People& people;
    const VectorSearch& index;
    std::function<bool()> ready;  ///< whether the index has followed the gallery; asked for each photo
    std::filesystem::path web_folder, swagger_folder, openapi_file;
};

/// Every route of openapi.yaml, the page and the API's documentation. Throws http::Error where a folder does
/// not exist.
[[nodiscard]] http::Router make_routes(const ServiceParts& parts);

}  // namespace faces
