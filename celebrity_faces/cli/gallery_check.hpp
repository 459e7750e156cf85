#pragma once

#include "cli/command.hpp"

namespace faces {

void add_check_command(CLI::App& gallery, ExitStatus& status);

}  // namespace faces
