# SPDX-License-Identifier: Apache-2.0
# Compiles SOURCE; passes when the compiler refuses it with the words after its first `// expect:`, or, for the control
# file, when it compiles. In the locale C, so that the compiler quotes names as 'name'.
file(STRINGS ${SOURCE} expectation REGEX "^// expect: " LIMIT_COUNT 1)
string(REGEX REPLACE "^// expect: " "" expectation "${expectation}")
execute_process(COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C ${COMPILER} -std=c++20 -fsyntax-only -I ${INCLUDE} ${SOURCE}
                RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(SOURCE MATCHES "control_ok\\.cpp$")
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "The control file must compile, but the compiler said:\n${said}")
  endif()
  return()
endif()
if(expectation STREQUAL "")
  message(FATAL_ERROR "${SOURCE} needs a line `// expect: words of the compiler's message`.")
endif()
if(status EQUAL 0)
  message(FATAL_ERROR "${SOURCE} compiled, and must not.")
endif()
string(FIND "${said}" "${expectation}" place)
if(place EQUAL -1)
  message(FATAL_ERROR "The compiler refused, but not with \"${expectation}\". It said:\n${said}")
endif()
