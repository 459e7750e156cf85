# Every package from outside, and the only find_package calls of the project but for the three of the Python wheel
# (hnsw_index/python/wheel), which is built where the others are not. docs/dependencies.md says why each.

include(GoogleTest)
find_package(Threads REQUIRED)
find_package(GTest REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)

# The Python module, which only tests and CI build; a sanitizer's runtime would have to be loaded before Python.
file(GLOB pybind11_cmake ${PROJECT_SOURCE_DIR}/build/deps/venv/lib/python3*/site-packages/pybind11/share/cmake/pybind11)
if(pybind11_cmake AND NOT FACES_SANITIZE)
  set(Python3_EXECUTABLE /usr/bin/python3)
  find_package(Python3 REQUIRED COMPONENTS Interpreter Development.Module)
  set(PYTHON_EXECUTABLE ${Python3_EXECUTABLE})
  find_package(pybind11 REQUIRED PATHS ${pybind11_cmake} NO_DEFAULT_PATH)
endif()

if("http_kit" IN_LIST FACES_ROOMS)
  find_package(CURL REQUIRED)
  # restinio's package file looks for its own dependencies' targets, fmt among them.
  find_package(restinio REQUIRED)
endif()

if("celebrity_faces" IN_LIST FACES_ROOMS OR "models" IN_LIST FACES_ROOMS)
  find_package(PkgConfig REQUIRED)
  find_package(SQLite3 REQUIRED)
  pkg_check_modules(MD REQUIRED IMPORTED_TARGET libmd)
  find_package(JPEG REQUIRED)
  find_package(GIF REQUIRED)
  find_package(PNG REQUIRED)
  pkg_check_modules(WebP REQUIRED IMPORTED_TARGET libwebp libwebpdemux)
  pkg_check_modules(Heif REQUIRED IMPORTED_TARGET libheif)
  pkg_check_modules(LCMS REQUIRED IMPORTED_TARGET lcms2)
  pkg_check_modules(Exif REQUIRED IMPORTED_TARGET libexif)
  # Debian keeps OpenCV's CMake package in libopencv-dev, which brings every module: name the three that are used.
  find_path(OPENCV_INCLUDE opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
  foreach(module core imgproc objdetect)
    find_library(OPENCV_${module} opencv_${module} REQUIRED)
    add_library(opencv::${module} UNKNOWN IMPORTED)
    set_target_properties(opencv::${module} PROPERTIES
        IMPORTED_LOCATION ${OPENCV_${module}} INTERFACE_INCLUDE_DIRECTORIES ${OPENCV_INCLUDE})
  endforeach()
  find_package(dlib REQUIRED)
  # The wheel of OpenVINO carries its CMake package; scripts/setup puts the wheel there.
  file(GLOB openvino_cmake ${PROJECT_SOURCE_DIR}/build/deps/venv/lib/python3*/site-packages/openvino/cmake)
  find_package(OpenVINO REQUIRED COMPONENTS Runtime PATHS ${openvino_cmake} NO_DEFAULT_PATH)
endif()
