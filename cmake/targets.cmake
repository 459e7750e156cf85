# How this project's targets are made: warnings, sanitizers, and tests that CTest lists one by one.

add_library(project_options INTERFACE)
target_compile_options(project_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wcast-align -Woverloaded-virtual
    # g++ 12 reports overlapping copies in std::string's operator+ that are not there.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    $<$<BOOL:${FACES_WARNINGS_AS_ERRORS}>:-Werror>)
target_compile_definitions(project_options INTERFACE FACES_VERSION="${PROJECT_VERSION}")
if(FACES_SANITIZE)
  # -O1 keeps the sanitized tests' time bearable, and the frames let a report name the line. What a sanitizer adds makes
  # g++ 12 take members of std::regex for uninitialised; the sanitizers see what is.
  target_compile_options(project_options INTERFACE
      -fsanitize=${FACES_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -O1
      $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(project_options INTERFACE -fsanitize=${FACES_SANITIZE})
endif()

# room_library(NAME SOURCES... PUBLIC_LINK ... PRIVATE_LINK ... PUBLIC_INCLUDE ...): a static library of one room.
function(room_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC_LINK;PRIVATE_LINK;PUBLIC_INCLUDE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${ARG_PUBLIC_INCLUDE})
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC_LINK} PRIVATE ${ARG_PRIVATE_LINK}
      # An installed library asks nobody for this project's warnings.
      $<BUILD_INTERFACE:project_options>)
endfunction()

# program_options(TARGET): what an executable gets besides its libraries.
function(program_options target)
  target_link_libraries(${target} PRIVATE project_options)
  if(FACES_SANITIZE MATCHES address)
    target_sources(${target} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/sanitizers/dlopen.cpp)
    target_link_options(${target} PRIVATE LINKER:--export-dynamic-symbol=dlopen)
  endif()
endfunction()

# fuzz_target(NAME SOURCES ... LINK ...): a libFuzzer program; `fuzz` builds all of them. Only with the preset fuzz.
add_custom_target(fuzz)
function(fuzz_target name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} EXCLUDE_FROM_ALL ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
  target_link_libraries(${name} PRIVATE ${ARG_LINK} project_options)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  add_dependencies(fuzz ${name})
endfunction()

# room_test(NAME SOURCES ... LINK ...): a GoogleTest program; CTest knows each of its tests by name.
# Tests that need the photos beside the project find them by FACES_DATA.
function(room_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gmock_main)
  program_options(${name})
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST
      PROPERTIES TIMEOUT 300 LABELS "${ARG_LABELS}")
endfunction()
