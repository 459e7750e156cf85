#pragma once

#include <CLI/CLI.hpp>

namespace hnsw::cli {

/// A command's exit status: 0 all well, 1 something failed. Errors of the command line itself are 2, and 130
/// is what Ctrl-C ended.
using ExitStatus = int;

// Each adds its command and what runs when it is given; errors leave it as exceptions.
void add_build_command(CLI::App& app);
void add_search_command(CLI::App& app);
void add_recall_command(CLI::App& app);
void add_verify_command(CLI::App& app, ExitStatus& status);
void add_stats_command(CLI::App& app);
void add_export_command(CLI::App& app);
void add_import_dump_command(CLI::App& app);
void add_serve_command(CLI::App& app);

}  // namespace hnsw::cli
