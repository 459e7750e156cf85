#pragma once

#include <filesystem>
#include <span>

#include "gallery/database.hpp"

namespace faces {

/// The store's schema as the steps that lead to it: step n (from 1) takes a store of schema n - 1 to n. A
/// step that has been released is never changed; a change is a new step.
[[nodiscard]] std::span<const char* const> schema_steps() noexcept;

/// Takes the database through the steps that it has not seen, all or none. Throws Error(conflict) where its
/// schema is newer than the steps, naming both, or where the file is another program's database.
void migrate(sqlite::Database& database, std::span<const char* const> steps,
             const std::filesystem::path& file);

}  // namespace faces
