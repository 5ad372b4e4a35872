// SPDX-License-Identifier: Apache-2.0
// The page, as web/tools/pack.mjs wrote it, between two marks (src/gateway/http/page_pack.cpp reads it).
    .section .rodata
    .balign 16
    .globl veinline_page_begin
veinline_page_begin:
    .incbin VEINLINE_PAGE_PACK
    .globl veinline_page_end
veinline_page_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
