// SPDX-License-Identifier: Apache-2.0
// Nothing: a precompiled header wants a file that is compiled with it.
