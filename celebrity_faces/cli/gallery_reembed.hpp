#pragma once

#include "cli/command.hpp"

namespace faces {

void add_reembed_command(CLI::App& gallery, ExitStatus& status);

}  // namespace faces
