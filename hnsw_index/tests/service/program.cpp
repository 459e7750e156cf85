#include "program.hpp"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <stdexcept>

namespace hnsw::test {

Program::Program(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), HNSW_INDEX_PROGRAM);
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    process_ = ::fork();
    if (process_ == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(ends[1], STDERR_FILENO);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    pipe_ = ends[0];
}

Program::~Program() {
    if (process_ > 0) {
        send_signal(SIGKILL);
        wait();
    }
    ::close(pipe_);
}

std::string Program::wait_for_address() {
    const std::string before = "listens on ";
    char letter = 0;
    while (::read(pipe_, &letter, 1) == 1) {
        text_ += letter;
        const auto at = text_.find(before);
        if (letter == '\n' && at != std::string::npos)
            return text_.substr(at + before.size(), text_.find('\n', at) - at - before.size());
    }
    return {};
}

bool Program::wait_for(const std::string& text) {
    char letter = 0;
    while (text_.find(text) == std::string::npos && ::read(pipe_, &letter, 1) == 1) text_ += letter;
    return text_.find(text) != std::string::npos;
}

void Program::send_signal(int signal) const {
    ::kill(process_, signal);
}

int Program::wait() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string Program::output() {
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(pipe_, buffer, sizeof(buffer))) > 0;)
        text_.append(buffer, static_cast<std::size_t>(got));
    return text_;
}

HttpAnswer request(const std::string& method, const std::string& url, const std::string& body) {
    const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
    HttpAnswer answer;
    const auto append = [](char* data, std::size_t size, std::size_t count, void* to) {
        static_cast<std::string*>(to)->append(data, size * count);
        return size * count;
    };
    using Append = std::size_t (*)(char*, std::size_t, std::size_t, void*);
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    if (method != "GET" || !body.empty()) {
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
        curl_easy_setopt(curl.get(), CURLOPT_COPYPOSTFIELDS, body.c_str());
    }
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, static_cast<Append>(append));
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 60L);
    if (curl_easy_perform(curl.get()) != CURLE_OK) return {};
    long status = 0;
    const char* type = nullptr;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type);
    answer.status = static_cast<int>(status);
    if (type != nullptr) answer.content_type = type;
    return answer;
}

}  // namespace hnsw::test
