# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# One INTERFACE target that every target links.
add_library(ckpt_warnings INTERFACE)
target_compile_options(ckpt_warnings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wshadow;-Wconversion;-Wimplicit-fallthrough>)
option(CKPT_WERROR "Warnings are errors" OFF)
if(CKPT_WERROR)
  target_compile_options(ckpt_warnings INTERFACE -Werror)
endif()
target_include_directories(ckpt_warnings INTERFACE ${PROJECT_SOURCE_DIR})
