// TBB loads its helper with RTLD_DEEPBIND, which AddressSanitizer ends the process for: here the flag is left
// out. And what was loaded stays, or a leak found at the end could not be told to be a library's
// (leaks.supp). The definition in the program comes before the sanitizer's own, which it calls.

#include <dlfcn.h>

extern "C" void* dlopen(const char* file, int mode) noexcept {
    using Dlopen = void* (*)(const char*, int);
    static const auto next = reinterpret_cast<Dlopen>(dlsym(RTLD_NEXT, "dlopen"));
    return next(file, (mode & ~RTLD_DEEPBIND) | RTLD_NODELETE);
}
