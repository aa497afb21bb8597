# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Sanitizers for hosted code (driver, tools, unit tests).  Never for runtime/:
# it runs before any sanitizer is up.
set(CKPT_SANITIZE "" CACHE STRING "address, undefined, or address,undefined")
add_library(ckpt_hosted INTERFACE)
target_link_libraries(ckpt_hosted INTERFACE ckpt_warnings)
if(CKPT_SANITIZE)
  target_compile_options(ckpt_hosted INTERFACE
    -fsanitize=${CKPT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(ckpt_hosted INTERFACE -fsanitize=${CKPT_SANITIZE})
endif()
