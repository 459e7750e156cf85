#include "cli/command_run.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iterator>

namespace hnsw::test {

Finished hnsw_index(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), HNSW_INDEX_PROGRAM);
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    const tests::TemporaryFolder folder;
    const auto out = folder / "out";
    const auto err = folder / "err";
    const pid_t process = ::fork();
    if (process == 0) {
        ::dup2(::open(out.c_str(), O_CREAT | O_WRONLY, 0600), STDOUT_FILENO);
        ::dup2(::open(err.c_str(), O_CREAT | O_WRONLY, 0600), STDERR_FILENO);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_text(out), read_text(err)};
}

nlohmann::json hnsw_index_json(std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const Finished finished = hnsw_index(arguments);
    EXPECT_EQ(finished.status, 0) << finished.err;
    return nlohmann::json::parse(finished.out, nullptr, false);
}

std::string refusal(int status, const std::vector<std::string>& arguments) {
    const Finished finished = hnsw_index(arguments);
    EXPECT_EQ(finished.status, status) << finished.out << finished.err;
    EXPECT_EQ(finished.out, "");
    return finished.err;
}

void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace hnsw::test
