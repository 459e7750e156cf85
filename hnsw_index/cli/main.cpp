/// hnsw-index: builds, searches, measures, checks and serves indexes of nearest vectors.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>

#include "command.hpp"
#include "stopped.hpp"

namespace {

int run(int argc, char** argv) {
    using namespace hnsw::cli;
    CLI::App app("Nearest vectors by a hierarchical navigable small world graph", "hnsw-index");
    app.set_version_flag("--version", "hnsw-index " FACES_VERSION);
    app.require_subcommand(1);
    app.footer("`hnsw-index COMMAND --help` tells a command's options; docs/cli.md has the file formats.");
    ExitStatus status = 0;
    add_build_command(app);
    add_search_command(app);
    add_recall_command(app);
    add_verify_command(app, status);
    add_stats_command(app);
    add_export_command(app);
    add_import_dump_command(app);
    add_serve_command(app);
    try {
        app.parse(argc, argv);
        return status;
    } catch (const CLI::RequiredError& error) {
        // CLI11 asks for a command also where there is a wrong one.
        if (argc < 2 || *argv[1] == '-' || !app.get_subcommands().empty())
            return app.exit(error) == 0 ? 0 : 2;
        std::fprintf(stderr, "hnsw-index: there is no command '%s': `hnsw-index --help` names them\n",
                     argv[1]);
        return 2;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const hnsw::cli::Stopped& stopped) {
        std::fputs(("hnsw-index: " + std::string(stopped.what()) + "\n").c_str(), stderr);
        return hnsw::cli::Stopped::exit_status;
    } catch (const std::exception& error) {
        std::fputs(("hnsw-index: " + std::string(error.what()) + "\n").c_str(), stderr);
        return 1;
    }
}
