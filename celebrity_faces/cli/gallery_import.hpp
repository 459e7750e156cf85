#pragma once

#include "cli/command.hpp"

namespace faces {

void add_import_command(CLI::App& gallery, ExitStatus& status);

}  // namespace faces
