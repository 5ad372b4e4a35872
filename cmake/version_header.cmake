# SPDX-License-Identifier: Apache-2.0
# Writes HEADER: VERSION and the commit of SOURCE. `-DPRINT=ON` prints them instead. The commit is git's where SOURCE is the
# top of a work tree; in an archive that `git archive` made it stands in cmake/commit.txt. A work tree that differs from its
# commit says so.
cmake_minimum_required(VERSION 3.25)

function(ask_git answer)
  execute_process(COMMAND git -C ${SOURCE} ${ARGN} OUTPUT_VARIABLE said RESULT_VARIABLE status
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT status EQUAL 0)
    set(said "")
  endif()
  set(${answer} "${said}" PARENT_SCOPE)
endfunction()

# SOURCE may lie, unpacked, inside a repository of somebody else.
ask_git(below rev-parse --show-prefix --is-inside-work-tree)
if(below MATCHES "^\n?true$")
  ask_git(commit rev-parse --short=12 HEAD)
  ask_git(changes status --porcelain --untracked-files=no)
  if(NOT changes STREQUAL "")
    string(APPEND commit "+changes")
  endif()
else()
  file(STRINGS ${SOURCE}/cmake/commit.txt commit REGEX "^[0-9a-f]+$" LIMIT_COUNT 1)
  string(SUBSTRING "${commit}" 0 12 commit)
endif()
if(commit STREQUAL "")
  set(commit "unknown commit")
endif()
if(PRINT)
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo "${VERSION} (${commit})")
  return()
endif()
file(CONFIGURE OUTPUT ${HEADER} CONTENT
"// Made by the build; do not edit.
#pragma once
namespace veinline::kernel {
inline constexpr const char* version = \"@VERSION@ (@commit@)\";
}  // namespace veinline::kernel
" @ONLY)
