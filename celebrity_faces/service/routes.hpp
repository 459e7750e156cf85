#pragma once

#include "http_kit/router.hpp"
#include "service/service.hpp"

namespace faces {

void add_match_routes(http::Router& router, const ServiceParts& parts);
void add_people_routes(http::Router& router, const ServiceParts& parts);
void add_operation_routes(http::Router& router, const ServiceParts& parts);

/// The status and type of a problem document for each kind of error.
[[nodiscard]] std::optional<http::Problem> translate(const std::exception& error);

}  // namespace faces
