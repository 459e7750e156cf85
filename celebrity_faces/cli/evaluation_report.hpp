#pragma once

#include <nlohmann/json.hpp>

#include "evaluation/open_set.hpp"
#include "evaluation/verification.hpp"
#include "evaluation/wrong_labels.hpp"

namespace faces {

/// What an evaluation says, as `--json` prints it; docs/cli.md has the fields.
using Report = nlohmann::ordered_json;

[[nodiscard]] Report report(const Verification& result);
[[nodiscard]] Report report(const Identification& result);
[[nodiscard]] Report report(const OpenSet& result);
[[nodiscard]] Report report(std::span<const WrongLabel> labels, std::span<const LabelledEmbedding> faces);

/// The same for people: each value on a line of its own, shares in per cent.
void print_for_people(const Report& report, const std::string& title);

}  // namespace faces
