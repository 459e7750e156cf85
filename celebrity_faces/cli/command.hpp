#pragma once

#include <CLI/CLI.hpp>

namespace faces {

/// A subcommand's exit status: 0 all well, 1 something failed. Errors of the command line itself are 2.
using ExitStatus = int;

// Each adds its subcommand and what runs when it is given; errors leave it as exceptions.
void add_match_command(CLI::App& app, ExitStatus& status);
void add_blend_command(CLI::App& app, ExitStatus& status);
void add_serve_command(CLI::App& app, ExitStatus& status);
void add_gallery_commands(CLI::App& app, ExitStatus& status);
void add_evaluate_commands(CLI::App& app, ExitStatus& status);
void add_bench_command(CLI::App& app, ExitStatus& status);

}  // namespace faces
