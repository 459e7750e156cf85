#include "terminal_kit/child_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace terminal {

ChildProcess::ChildProcess(std::vector<std::string> command) {
    // A child that has died is told of by its answer, not by a signal.
    std::signal(SIGPIPE, SIG_IGN);
    int to_child[2], from_child[2];
    if (pipe2(to_child, O_CLOEXEC) != 0 || pipe2(from_child, O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe to " + command.front());
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to_child[0], 0);
    posix_spawn_file_actions_adddup2(&actions, from_child[1], 1);
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (std::string& argument : command) {
        arguments.push_back(argument.data());
    }
    arguments.push_back(nullptr);
    const int failed =
        posix_spawnp(&process_, command.front().c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(to_child[0]);
    close(from_child[1]);
    in_ = fdopen(to_child[1], "w");
    out_ = fdopen(from_child[0], "r");
    if (failed != 0) {
        std::fclose(in_);
        std::fclose(out_);
        throw std::runtime_error(command.front() + " cannot be run");
    }
}

ChildProcess::~ChildProcess() {
    std::fclose(in_);
    std::fclose(out_);
    waitpid(process_, nullptr, 0);
}

void ChildProcess::tell(const std::string& line) const {
    std::fputs((line + "\n").c_str(), in_);
    std::fflush(in_);
}

std::string ChildProcess::answer() const {
    std::string line;
    for (int c = std::fgetc(out_); c != EOF && c != '\n'; c = std::fgetc(out_)) {
        line.push_back(static_cast<char>(c));
    }
    return line;
}

}  // namespace terminal
