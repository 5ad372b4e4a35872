// SPDX-License-Identifier: Apache-2.0
// The addresses and answers of the API, made from its OpenAPI document; do not edit.

export interface paths {
    "/api/v1/arm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows the arm of a subject to whoever may know it */
        post: operations["arm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every record, oldest first: who, what, when, why */
        get: operations["audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bedside_packet/{material}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a device goes by when it checks this bag at the bedside without the server: signed, for four hours at most */
        get: operations["bedside_packet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every command, fact and rule */
        get: operations["catalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalogue/{command}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One command with its fields */
        get: operations["command"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often at each site, month by month, an id was typed, an entry came late, a label was printed anew, and something was done beside the rules */
        get: operations["counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/courier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The box of the link, as its courier sees it */
        get: operations["courier"];
        put?: never;
        /** Open the link of a box on this device, once */
        post: operations["courier_open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/courier/{command}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do with the box of the link what its courier may do */
        post: operations["courier_do"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All treatments and how far they have come */
        get: operations["courses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By what one can prove who one is */
        get: operations["credentials"];
        put?: never;
        /** Set a password, a PIN, a badge or the codes of an app */
        post: operations["set_credential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials/{credential}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say one of the codes of an app, so that they count */
        post: operations["confirm_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of each attempt to tell a webhook, newest first */
        get: operations["deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/document/{document}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One document: its versions, how each stands, who has read it and who has not */
        get: operations["document"];
        put?: never;
        /** Files a version of a document: the body is its bytes */
        post: operations["file_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/document_bytes/{document}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a version: a copy with a watermark, or the original */
        get: operations["document_bytes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The documents that are yours to see */
        get: operations["documents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emergencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records that somebody opened in an emergency and nobody has judged yet */
        get: operations["emergencies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export/{thing}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Evidence about one thing, checked without this server */
        get: operations["export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each fact that is for who listens, as it is recorded, as Server-Sent Events */
        get: operations["feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finds patients of your own hospital by name, reading, initials, number or its last four characters */
        post: operations["find"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows who a patient of your own hospital is, for a purpose */
        post: operations["identity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in a file of commands, line by line */
        post: operations["import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/label/{label}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The label of a material, drawn */
        get: operations["label"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lineage/{thing}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a thing came out of and what came out of it, all the way */
        get: operations["lineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/log/{entries}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records of the log as they were hashed (C2SP tlog-tiles) */
        get: operations["entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logger/{consignment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Attach the file of a temperature logger to the box that it was in */
        post: operations["attach_logger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom the token acts for, and which node this is */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register the passkey that a browser made */
        post: operations["register_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/passkeys/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a browser is asked for a new passkey */
        post: operations["begin_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom the node knows, with roles and tokens */
        get: operations["people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prepare/{command}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show what a command would record, and record nothing: what its signer signs */
        post: operations["prepare"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/receipt/{seq}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Offline proof that one record is in the log */
        get: operations["receipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/record/{seq}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One record, byte for byte, with its place in the log */
        get: operations["record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a code names */
        post: operations["scan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in here, and until when */
        get: operations["session"];
        put?: never;
        /** Sign in with account name, password and code */
        post: operations["sign_in"];
        /** Sign out */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lock the session at this device */
        post: operations["lock_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let somebody else join at this device, for a short while */
        post: operations["join_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Unlock the session with one's own password or PIN */
        post: operations["unlock_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one is signed in, or as an administrator somebody else */
        get: operations["sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session, one's own or as an administrator anybody's */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/set_up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set account name and password with a link */
        post: operations["set_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/set_up_links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the link by which somebody sets a new password, once */
        post: operations["make_set_up_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** In which ways people sign in here */
        get: operations["ways_in"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a session by what a passkey signed */
        post: operations["sign_in_by_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in/passkey/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a browser is asked to sign in by a passkey */
        post: operations["begin_passkey_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in/provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Send the browser to the provider to sign in */
        get: operations["begin_provider_sign_in"];
        put?: never;
        /** Begin to link one's own account at the provider */
        post: operations["begin_provider_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in/provider/back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the provider sends the browser back: a session begins, or the account is linked */
        get: operations["come_back_from_provider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/timeline/{thing}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every fact that touches a thing, oldest first */
        get: operations["timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trace/{thing}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything about one thing: whose it is, who had it, what it lived through */
        get: operations["trace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is told of the log elsewhere, and how far */
        get: operations["webhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/witnessing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the log is witnessed, and by whom */
        get: operations["witnessing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server lives and can read its log */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest signed checkpoint of the log */
        get: operations["checkpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key that checks the log */
        get: operations["log_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/witnessed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest checkpoint with the cosignatures of witnesses */
        get: operations["witnessed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/{tile}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A tile of hashes (C2SP tlog-tiles) */
        get: operations["tile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the node counts, as Prometheus reads it */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a fact could be recorded now */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/witness/add-checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks this node to cosign another log (C2SP tlog-witness) */
        post: operations["cosign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/witness/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key that this node cosigns with */
        get: operations["witness_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Answer: {
            /** @description The command key was used before: this is its first answer */
            again: boolean;
            /** @description Signed, covers the records */
            checkpoint: string;
            /** @constant */
            recorded: "yes";
            records: components["schemas"]["Recorded"][];
        };
        Arm: {
            arm?: string;
            /** @description Its key was destroyed: nobody reads it any more */
            erased: boolean;
            /** @description Sequence number of a record */
            recorded: number;
            /** @description subject/ID */
            subject: string;
        };
        AskArm: {
            /** @description subject/ID */
            subject: string;
        };
        AskIdentity: {
            /** @enum {unknown} */
            purpose: "bedside" | "collection" | "enrolment" | "contact" | "safety" | "put_right" | "source_data";
            /** @description subject/ID */
            subject: string;
        };
        Audit: {
            /** @description Position of the log that the answer is about */
            as_of: number;
            facts: components["schemas"]["Line"][];
            /** @description Give it as `after` to get the next page; absent at the last */
            next?: string;
        };
        Catalogue: {
            commands: components["schemas"]["CommandType"][];
            facts: components["schemas"]["FactType"][];
            rules: {
                code: string;
                rule: string;
                sentence: string;
            }[];
            stages: string[];
            strange: {
                title: string;
                value: string;
            }[];
        };
        CommandType: {
            fields: components["schemas"]["Field"][];
            help: string;
            kind: string;
            name: string;
            needs_reason: boolean;
            roles: {
                title: string;
                value: string;
            }[];
            signs?: string;
            /** @description Whether all components are wanted as it is signed, also within a session */
            signs_fully?: boolean;
            title: string;
            /** @description Whether a password alone does not sign it in a session: a passkey, or the code of an app with it */
            wants_second_factor?: boolean;
        };
        Counted: {
            /** @description Of the typed ids those that another person confirmed */
            confirmed: number;
            /** @description What was not as it should be, and was recorded as a deviation */
            deviations: number;
            /** @description Entries that came more than 15 minutes after what they tell */
            late: number;
            /** @description In which it was recorded, by UTC */
            month: string;
            /** @description Records opened in an emergency, and codes of blinded studies that were broken */
            openings: number;
            /** @description Labels printed anew */
            reprints: number;
            site: string;
            /** @description Ids that were typed where a code could not be scanned */
            typed: number;
        };
        Counts: {
            /** @description Position of the log that the answer is about */
            as_of: number;
            /** @description A row for each site and month in which something was counted, in the order of the log */
            counts: components["schemas"]["Counted"][];
            /** @description Give it as `after` to get the next page; absent at the last */
            next?: string;
        };
        CourierBox: {
            /** @description Whom the courier works for, as kind/ID */
            company?: string;
            /** @description kind/ID */
            consignment: string;
            /** @description kind/ID */
            courier: string;
            /** @description What each change wants in X-Veinline-Csrf */
            csrf: string;
            /** @description Code of the site */
            from: string;
            /** @description Highest temperature allowed, in degrees Celsius */
            high?: string;
            /** @description Until when its shipper keeps the temperature */
            holds_until?: string;
            /** @description How many are in the box */
            items: number;
            /** @description Lowest temperature allowed, in degrees Celsius */
            low?: string;
            /**
             * @description What was said of the box when it was last to change hands
             * @enum {unknown}
             */
            outcome?: "accepted" | "accepted_with_remark" | "refused";
            /** @description What was not as it should be then */
            remark?: string;
            /** @description Number of the seal, as it was recorded last */
            seal?: string;
            /** @description Code of the site */
            to: string;
            /** @description From when on the link counts for nothing */
            until: string;
            /** @enum {unknown} */
            with: "you" | "company" | "another";
        };
        CourierLink: {
            /** @description kind/ID, or the ID */
            consignment: string;
            /** @description Of the link */
            secret: string;
        };
        Course: {
            /** @description What bars it, by cause: things held, deviations open */
            barred: {
                [key: string]: string;
            };
            chain_of_identity?: string;
            contacts?: number;
            course: string;
            last_status?: string;
            /** @description What ended before the moment of asking of its bags that nobody got yet, the earliest first; absent: nothing, or it is not for the reader */
            past?: {
                /** Format: date-time */
                at: string;
                /** @description kind/ID */
                thing: string;
                /**
                 * @description The bag expires, or the window of the study since its thaw is over
                 * @enum {string}
                 */
                why: "expires" | "thawed";
            }[];
            reached?: string;
            /** @description kind/ID */
            recipient?: string;
            /** @description Sequence number of a record */
            since: number;
            /** @description kind/ID */
            site?: string;
            strange: boolean;
            /** @description kind/ID */
            study?: string;
            /** @description What ends next of its bags that nobody got yet, after the moment of asking; absent: nothing, or it is not for the reader */
            until?: {
                /** Format: date-time */
                at: string;
                /** @description kind/ID */
                thing: string;
                /**
                 * @description The bag expires, or the window of the study since its thaw is over
                 * @enum {string}
                 */
                why: "expires" | "thawed";
            };
        };
        Courses: {
            /** @description Position of the log that the answer is about */
            as_of: number;
            courses: components["schemas"]["Course"][];
            /** @description Give it as `after` to get the next page; absent at the last */
            next?: string;
        };
        Credential: {
            /** @description ID */
            credential: string;
            /** @enum {string} */
            kind: "password" | "totp" | "pin" | "badge" | "provider" | "passkey";
            made_at: string;
            /** @description On whose word it was set, of what was set by a link; absent: its person set it, signed in */
            recovery?: {
                /** @description kind/ID */
                confirmed_by?: string;
                /** @enum {string} */
                how: "invitation" | "two_administrators" | "at_the_machine";
                /** @description kind/ID */
                opened_by: string;
            };
        };
        CredentialSet: {
            /** @description Of codes: otpauth://, as an app reads it */
            address?: string;
            /** @description ID */
            credential: string;
            /** @description Of the session that goes on; all others ended */
            csrf?: string;
            /** @enum {string} */
            kind: "password" | "totp" | "pin" | "badge";
            made_at: string;
            /** @description False: the credential counts, and the account name is as before, since somebody else took that name */
            name_moved?: boolean;
            /** @description Of codes: base 32, to type into an app; they count once one of them was said */
            secret?: string;
        };
        Credentials: {
            credentials: components["schemas"]["Credential"][];
        };
        Deliveries: {
            deliveries: components["schemas"]["Delivery"][];
            next?: string;
        };
        Delivery: {
            /** Format: date-time */
            at: string;
            attempt: number;
            fact: string;
            /** @enum {unknown} */
            outcome: "delivered" | "refused" | "unreachable";
            seq: number;
            status?: number;
            took_ms: number;
            webhook: string;
        };
        Document: {
            /** @description Its number in the house */
            code: string;
            document: string;
            /** @description The version in force; none is when it is left out */
            in_force?: string;
            /** @enum {unknown} */
            kind: "protocol" | "consent_form" | "sop" | "ethics_approval" | "investigators_brochure" | "certificate_of_analysis" | "manual" | "other";
            /** @enum {unknown} */
            language: "chinese" | "english" | "bilingual" | "another_language";
            /** @description Roles whose people must read each version */
            must_read: string[];
            /** Format: date-time */
            now: string;
            /** @description Who signed what of it, with which meaning, when and in which zone */
            signatures: {
                /** @description Person id */
                by: string;
                fact: string;
                /** @description The words meaning.NAME say it */
                meaning: string;
                /** @description Printed name of who signed; for who may read the names of people */
                name?: string;
                /** @description UTC offset of that site then, as the signature binds it; left out where another clock told when it happened */
                offset?: string;
                /** @description Sequence number of a record */
                seq: number;
                suite: string;
                /**
                 * Format: date-time
                 * @description In UTC
                 */
                time: string;
                /** @description Of the document, where the fact is about one */
                version?: string;
                /** @description IANA time zone of the site at which it was recorded */
                zone?: string;
            }[];
            /** @description Who keeps it */
            site: string;
            /** @description Which other sites have it */
            sites: string[];
            study?: string;
            /** @description About whom it is */
            subject?: string;
            /** @description Of a document about a patient it is left out */
            title?: string;
            versions: {
                approver?: string;
                author: string;
                /** Format: date-time */
                filed_at: string;
                /** Format: date-time */
                from?: string;
                /** @enum {unknown} */
                media: "pdf" | "png" | "jpeg" | "plain_text";
                /** @description Who must read it and has not signed */
                not_read_by: string[];
                read_by: {
                    /** Format: date-time */
                    at: string;
                    person: string;
                }[];
                /** @description Of the bytes; of a document about a patient it is left out */
                sha256?: string;
                size: number;
                /** @enum {unknown} */
                state: "draft" | "coming" | "in_force" | "superseded" | "ended" | "withdrawn";
                /** Format: date-time */
                until?: string;
                version: string;
                /** Format: date-time */
                withdrawn_at?: string;
            }[];
        };
        Documents: {
            documents: {
                /** @description Its number in the house */
                code: string;
                document: string;
                /** @description The version in force; none is when it is left out */
                in_force?: string;
                /** @enum {unknown} */
                kind: "protocol" | "consent_form" | "sop" | "ethics_approval" | "investigators_brochure" | "certificate_of_analysis" | "manual" | "other";
                /** @enum {unknown} */
                language: "chinese" | "english" | "bilingual" | "another_language";
                /** @description Who keeps it */
                site: string;
                study?: string;
                /** @description About whom it is */
                subject?: string;
                /** @description Of a document about a patient it is left out */
                title?: string;
            }[];
            /** @description Where this page ended */
            next?: string;
        };
        Edge: {
            fact: string;
            /** @description kind/ID */
            from: string;
            /** @description Sequence number of a record */
            seq: number;
            /** @description Who signed it, with which meaning, when and in which zone */
            signatures?: {
                /** @description Person id */
                by: string;
                /** @description The words meaning.NAME say it */
                meaning: string;
                /** @description Printed name of who signed; for who may read the names of people */
                name?: string;
                /** @description UTC offset of that site then, as the signature binds it; left out where another clock told when it happened */
                offset?: string;
                suite: string;
                /**
                 * Format: date-time
                 * @description In UTC
                 */
                time: string;
                /** @description IANA time zone of the site at which it was recorded */
                zone?: string;
            }[];
            /** @description kind/ID */
            to: string;
        };
        Emergencies: {
            /** @description Position of the log that the answer is about */
            as_of: number;
            /** @description The openings that wait, person by person, each in the order of the log */
            facts: components["schemas"]["Line"][];
            /** @description Key of the last person that was looked at, where there are more */
            next?: string;
        };
        Ended: {
            ended: number;
        };
        FactType: {
            fields: components["schemas"]["Field"][];
            kind: string;
            read_as?: string;
            stage: string;
            stored_name: string;
            strand: string;
            title: string;
        };
        Field: {
            choices?: {
                title: string;
                value: string;
            }[];
            fields?: components["schemas"]["Field"][];
            fresh?: boolean;
            help: string;
            /** @enum {string} */
            key_class?: "trace" | "contact" | "trial";
            kinds?: string[];
            many: boolean;
            marks?: string[];
            name: string;
            required: boolean;
            scheme?: string;
            syntax?: string;
            type: string;
            unit?: string;
        };
        Find: {
            /**
             * @description How to read the text; as it looks when left out
             * @enum {unknown}
             */
            kind?: "number" | "name" | "reading" | "initials" | "last_four";
            /** @description A name, its reading or initials, a number, or its last four characters */
            text: string;
        };
        FoundPatient: {
            /** @description Year of birth; empty: not known */
            born: string;
            documents: {
                /** @description Last four characters; empty: it is too short to be told in part */
                ends: string;
                kind: string;
            }[];
            /** @description Masked: 张*明 */
            name: string;
            /** @description Others of the hospital may be taken for them */
            name_alert: boolean;
            /** @description Their texts are kept for the law alone: they are not told here; ask who it is for bedside, collection or safety */
            restricted: boolean;
            /** @description subject/ID */
            subject: string;
            /** @description Nobody knows yet who they are */
            temporary: boolean;
        };
        FoundPatients: {
            hits: components["schemas"]["FoundPatient"][];
            /** @description How the text was read */
            kind: string;
            /** @description More than 20 were found: say more */
            too_many: boolean;
        };
        Identity: {
            birth_date?: string;
            /** @description For the purpose of contact alone */
            contacts?: {
                [key: string]: string;
            };
            documents: {
                document: number;
                kind: string;
                number?: string;
                retired?: string;
            }[];
            /** @description What was told and is in the vault no more */
            erased: string[];
            former_names: string[];
            name?: string;
            reading?: string;
            /** @description Sequence number of the record that it was shown */
            recorded: number;
            resembles: string[];
            /** @description subject/ID */
            same_human_as?: string;
            /** @enum {unknown} */
            sex?: "female" | "male";
            /** @description subject/ID */
            subject: string;
            temporary: boolean;
        };
        ImportReport: {
            again: number;
            dry_run: boolean;
            failed: number;
            lines: number;
            names: {
                [key: string]: string;
            };
            problems: Record<string, never>[];
            problems_left_out: number;
            recorded: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One record as a line of a timeline, of the audit trail or of the feed */
        Line: {
            after?: string[];
            at: string;
            by: string;
            changes: string[];
            corrects?: string;
            /** @description As the catalogue describes the fact */
            data: Record<string, never>;
            fact: string;
            /** Format: date-time */
            happened_at: string;
            mentions: string[];
            reason?: string;
            record: string;
            /** Format: date-time */
            recorded_at: string;
            /** @description Sequence number of a record */
            seq: number;
            /** @description Who signed it, with which meaning, when and in which zone */
            signatures?: {
                /** @description Person id */
                by: string;
                /** @description The words meaning.NAME say it */
                meaning: string;
                /** @description Printed name of who signed; for who may read the names of people */
                name?: string;
                /** @description UTC offset of that site then, as the signature binds it; left out where another clock told when it happened */
                offset?: string;
                suite: string;
                /**
                 * Format: date-time
                 * @description In UTC
                 */
                time: string;
                /** @description IANA time zone of the site at which it was recorded */
                zone?: string;
            }[];
            source: string;
            strand: string;
            texts?: {
                /** @enum {string} */
                class: "trace" | "contact" | "trial";
                field: string;
                /** @enum {string} */
                state: "erased" | "restricted";
            }[];
        } & {
            [key: string]: unknown;
        };
        Lineage: {
            /** @description Position of the log that the answer is about */
            as_of: number;
            backward: components["schemas"]["Edge"][];
            forward: components["schemas"]["Edge"][];
            /** @description kind/ID */
            thing: string;
        } & {
            [key: string]: unknown;
        };
        Me: {
            /** @description By what else they can be let in since they signed in before this time; absent: by nothing else, or it is not asked in a session */
            enrolled?: components["schemas"]["Credential"][];
            node: string;
            origin: string;
            /** @description kind/ID */
            person: string;
            /**
             * Format: date-time
             * @description When they signed in before this time; absent: that is not known
             */
            signed_in_before?: string;
            vkey: string;
        } & {
            [key: string]: unknown;
        };
        NewCredential: {
            /** @description What a scanner gives of it */
            badge?: string;
            /** @enum {string} */
            kind: "password" | "totp" | "pin" | "badge";
            /** @description With a password: another account name */
            login?: string;
            password?: string;
            pin?: string;
            proof: components["schemas"]["Proof"];
        };
        NewPasskey: {
            /** @description Comes back with the registration */
            challenge: string;
            /** @description PublicKeyCredentialCreationOptionsJSON for the browser */
            options: Record<string, never>;
        };
        /** @description OpenAPI 3.1 */
        OpenApi: Record<string, never>;
        Passkey: {
            challenge: string;
            /** @description What proves that it is you who sign: the password, and the code where there is one; in a session, after a signature with all of it, one of them or the PIN is enough */
            proof?: {
                code?: string;
                /** @description AuthenticationResponseJSON of the browser */
                passkey?: Record<string, never>;
                password?: string;
                pin?: string;
                /** @description Name of what was prepared, where a passkey signed it */
                prepared?: string;
            };
            /** @description RegistrationResponseJSON of the browser */
            registration: Record<string, never>;
        };
        PasskeyAsked: {
            /** @description Comes back with what the passkey signed; good once, for five minutes */
            challenge: string;
            /** @description PublicKeyCredentialRequestOptionsJSON for the browser */
            options: Record<string, never>;
        };
        PasskeySignIn: {
            challenge: string;
            /** @description AuthenticationResponseJSON of the browser */
            passkey: Record<string, never>;
        };
        People: {
            /** @description Give it as `after` to get the next page; absent at the last */
            next?: string;
            people: components["schemas"]["Person"][];
        };
        Person: {
            devices: {
                /** @description Digest of its public key */
                device: string;
                expires: string;
                revoked: boolean;
                scopes: ("read" | "act")[];
            }[];
            /** @description As it was given; not there when it was erased */
            name?: string;
            /** @description kind/ID */
            person: string;
            roles: string[];
            /** @description kind/ID */
            site: string;
            tokens: {
                expires?: string;
                revoked: boolean;
                scopes: ("read" | "act" | "sign")[];
                /** @description Digest */
                token: string;
            }[];
        };
        Prepared: {
            /** @description What a passkey of the signer signs, base64 */
            challenge: string;
            facts: {
                changes: string[];
                data: Record<string, never>;
                fact: string;
                title: string;
            }[];
            /** @description Of the signature; empty: none is wanted */
            meaning: string;
            /** @description PublicKeyCredentialRequestOptionsJSON for the browser, where the signer has a passkey here */
            passkey_options?: Record<string, never>;
            /** @description Name of what was shown, for whoever signs it */
            prepared: string;
            /** @description That the signature bears */
            time: string;
            /** @description Until when it can be signed */
            until: string;
        };
        /** @description RFC 9457: what is wrong, whether anything was recorded, and what to do, in the language that Accept-Language asks for */
        Problem: {
            /** @description The member, parameter or thing that is meant */
            about?: string;
            code: string;
            detail: string;
            fields?: {
                code: string;
                path: string;
                why: string;
            }[];
            /** @enum {unknown} */
            recorded: "no" | "unknown";
            /** @description R01 to R48 */
            rule?: string;
            status: number;
            title: string;
            type: string;
            why?: string;
        };
        Proof: {
            /** @description With pin, of the second person at a device: what its scanner gives of it */
            badge?: string;
            code?: string;
            password?: string;
            pin?: string;
        };
        ProviderAsked: {
            /** @description Where the browser goes next */
            url: string;
        };
        ProviderLink: {
            proof: components["schemas"]["Proof"];
        };
        Receipt: {
            bytes: string;
            /** @description Checked offline by `veinline verify` */
            receipt: string;
            /** @description Sequence number of a record */
            seq: number;
        };
        Record: {
            /** @description Canonical JSON, byte for byte */
            bytes: string;
            /** @description base64 */
            leaf: string;
            /** @description Sequence number of a record */
            seq: number;
            /** @description Who signed it, with which meaning, when and in which zone */
            signatures?: {
                /** @description Person id */
                by: string;
                /** @description The words meaning.NAME say it */
                meaning: string;
                /** @description Printed name of who signed; for who may read the names of people */
                name?: string;
                /** @description UTC offset of that site then, as the signature binds it; left out where another clock told when it happened */
                offset?: string;
                suite: string;
                /**
                 * Format: date-time
                 * @description In UTC
                 */
                time: string;
                /** @description IANA time zone of the site at which it was recorded */
                zone?: string;
            }[];
        };
        Recorded: {
            /** @description As the catalogue describes the fact */
            data: Record<string, never>;
            fact: string;
            /** @description Leaf hash, base64 */
            leaf: string;
            record: string;
            /** @description Sequence number of a record */
            seq: number;
        };
        Recovery: {
            /** @description ID */
            recovery: string;
        };
        Request: {
            /** @description Site where it is done; the person's own when left out */
            at?: string;
            data: Record<string, never>;
            happened_at?: string | {
                offset?: string;
                /** @enum {unknown} */
                source?: "server" | "device" | "person" | "instrument";
                /** Format: date-time */
                time: string;
                uncertainty_s?: number;
            };
            /** @description In a session, what proves that it is you who sign: the password, and the code where there is one; or one of them, or the PIN, after a signature with all in the same session */
            proof?: {
                code?: string;
                /** @description AuthenticationResponseJSON of the browser */
                passkey?: Record<string, never>;
                password?: string;
                pin?: string;
                /** @description Name of what was prepared, where a passkey signed it */
                prepared?: string;
            };
            reason?: string | {
                code: string;
                /** @description Goes to the vault */
                text?: string;
            };
            /** @description The meaning of the signature, where the command is signed */
            sign?: string;
        };
        Scan: {
            /** @description Position of the log that the answer is about */
            as_of?: number;
            /** @description What the scanner gave, or what was typed */
            code: string;
            /** @description Wants the check character */
            typed?: boolean;
        };
        Scanned: {
            /** @description Position of the log that the answer is about */
            as_of: number;
            candidates?: unknown[];
            differs?: string[];
            found_by?: string;
            label?: Record<string, never>;
            read_as: string;
            /** @description kind/ID */
            thing?: string;
            /** @enum {unknown} */
            verdict: "found" | "unknown" | "ambiguous" | "differs" | "printed" | "replaced" | "destroyed";
        };
        Session: {
            authenticated_at: string;
            /** @description For the header X-Veinline-Csrf of each request that changes something */
            csrf?: string;
            /** @description Whatever is done in it */
            ends_at: string;
            /** @description Unless something is done in it before */
            idle_ends_at: string;
            idle_seconds: number;
            /** @enum {string} */
            kind: "main" | "second";
            locked: boolean;
            methods: ("password" | "totp" | "pin" | "badge" | "provider" | "passkey")[];
            /** @description False, after a link to set up alone: the password counts, and the account name is as before, since somebody else took that name */
            name_moved?: boolean;
            /** @description kind/ID */
            person: string;
            /** @description By which it can be ended; it opens nothing */
            session: string;
        };
        Sessions: {
            sessions: components["schemas"]["Session"][];
        };
        SetUp: {
            /** @description The account name to have */
            login: string;
            password: string;
            /** @description Of the link */
            secret: string;
        };
        SetUpLink: {
            ends_at: string;
            /** @description To put behind the address of the page */
            link: string;
            /** @description kind/ID */
            person: string;
            secret: string;
        };
        SignIn: {
            /** @description What a scanner gives of a badge, with the PIN: to join at somebody's device */
            badge?: string;
            /** @description The code that the app shows, where the account has one */
            code?: string;
            /** @description The account name */
            login?: string;
            password?: string;
            pin?: string;
        };
        Timeline: {
            /** @description Position of the log that the answer is about */
            as_of: number;
            facts: components["schemas"]["Line"][];
            /** @description Give it as `after` to get the next page; absent at the last */
            next?: string;
            /** @description kind/ID */
            thing: string;
        };
        Trace: {
            /** @description Position of the log that the answer is about */
            as_of: number;
            /** @description Of a subject who was allocated: who broke the code, and no arm */
            blinding?: {
                allocated: boolean;
                code_broken: {
                    /** Format: date-time */
                    at: string;
                    /** @description kind/ID */
                    by: string;
                    reviewed: boolean;
                    why: string;
                }[];
            };
            came_from: string[];
            condition: {
                /** @description As the catalogue describes the fact */
                data: Record<string, never>;
                fact: string;
                /** Format: date-time */
                happened_at: string;
                /** @description Sequence number of a record */
                seq: number;
            }[];
            custody?: {
                fact: string;
                /** @description kind/ID */
                holder: string;
                /** @description Sequence number of a record */
                seq: number;
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                until?: string;
            }[];
            identity: Record<string, never>;
            labels?: {
                code?: string;
                label?: string;
                phase?: string;
            }[];
            /** @description Of the thing and of what it came out of: who signed what, with which meaning, when and in which zone */
            signatures: {
                /** @description Person id */
                by: string;
                fact: string;
                /** @description The words meaning.NAME say it */
                meaning: string;
                /** @description Printed name of who signed; for who may read the names of people */
                name?: string;
                /** @description UTC offset of that site then, as the signature binds it; left out where another clock told when it happened */
                offset?: string;
                /** @description Sequence number of a record */
                seq: number;
                suite: string;
                /**
                 * Format: date-time
                 * @description In UTC
                 */
                time: string;
                /** @description IANA time zone of the site at which it was recorded */
                zone?: string;
            }[];
            status: Record<string, never>;
            /** @description kind/ID */
            thing: string;
            went_into: string[];
        };
        /** @description Password (and code) or PIN; or a passkey, with the challenge of /api/v1/sign-in/passkey/new */
        Unlock: {
            challenge?: string;
            code?: string;
            /** @description AuthenticationResponseJSON of the browser */
            passkey?: Record<string, never>;
            password?: string;
            pin?: string;
        };
        WaysIn: {
            /** @description People sign in here by a passkey */
            passkey: boolean;
            /** @description And by way of a provider */
            provider: boolean;
        };
        Webhooks: {
            webhooks: {
                attempts: number;
                broken: boolean;
                last?: components["schemas"]["Delivery"];
                position: number;
                site?: string;
                size: number;
                wanted?: string;
                webhook: string;
            }[];
        };
        Witnessing: {
            size: number;
            unwitnessed_s: number;
            witnessed: number;
            witnesses: {
                answer: string;
                witness: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    arm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "subject": "subject/JZ68YN1PNWBSG2HKV7"
                 *     }
                 */
                "application/json": components["schemas"]["AskArm"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Arm"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit: {
        parameters: {
            query?: {
                /** @description Where the page before ended; of the feed, the sequence number of the last fact that was heard */
                after?: string;
                /** @description Position of the log to look at; now when left out */
                as_of?: number;
                /** @description How many at most, 1 to 1000 */
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audit"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bedside_packet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A bag: what a scanner gives of it, or material/ID */
                material: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    catalogue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Catalogue"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    command: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description stage/verb
                 * @example custody/hand_over
                 */
                command: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandType"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    counts: {
        parameters: {
            query?: {
                /** @description Where the page before ended; of the feed, the sequence number of the last fact that was heard */
                after?: string;
                /** @description Position of the log to look at; now when left out */
                as_of?: number;
                /** @description How many at most, 1 to 1000 */
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counts"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    courier: {
        parameters: {
            query?: {
                /** @description ID of the box, or what a scanner gives */
                consignment?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourierBox"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    courier_open: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CourierLink"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourierBox"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    courier_do: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description stage/verb */
                command: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Request"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourierBox"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    courses: {
        parameters: {
            query?: {
                /** @description Where the page before ended; of the feed, the sequence number of the last fact that was heard */
                after?: string;
                /** @description Position of the log to look at; now when left out */
                as_of?: number;
                /** @description How many at most, 1 to 1000 */
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Courses"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credentials: {
        parameters: {
            query?: {
                /** @description Of whom: person/ID; oneself when left out */
                person?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_credential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCredential"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialSet"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_codes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The credential: its id */
                credential: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Proof"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialSet"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deliveries: {
        parameters: {
            query?: {
                /** @description Where the page before ended; of the feed, the sequence number of the last fact that was heard */
                after?: string;
                /** @description How many at most, 1 to 1000 */
                count?: number;
                /** @description URL of one webhook; all when left out */
                webhook?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deliveries"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description document/ID, or its ID
                 * @example document/W2S2PKTQH0BHYFNANS
                 */
                document: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    file_document: {
        parameters: {
            query?: {
                /** @description SHA-256 of the bytes in hex, as the sender counted it; others are refused */
                sha256?: string;
                /**
                 * @description Which version, e.g. V2.0; of the bytes, the one in force when it is left out
                 * @example V2
                 */
                version?: string;
            };
            header?: never;
            path: {
                /**
                 * @description document/ID, or its ID
                 * @example document/W2S2PKTQH0BHYFNANS
                 */
                document: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example Version 2 of the protocol. */
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    document_bytes: {
        parameters: {
            query?: {
                /** @description stamped or original */
                copy?: string;
                /**
                 * @description Which version, e.g. V2.0; of the bytes, the one in force when it is left out
                 * @example V2
                 */
                version?: string;
            };
            header?: never;
            path: {
                /**
                 * @description document/ID, or its ID
                 * @example document/W2S2PKTQH0BHYFNANS
                 */
                document: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    documents: {
        parameters: {
            query?: {
                /** @description Where the page before ended; of the feed, the sequence number of the last fact that was heard */
                after?: string;
                /** @description How many at most, 1 to 1000 */
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Documents"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    emergencies: {
        parameters: {
            query?: {
                /** @description Where the page before ended; of the feed, the sequence number of the last fact that was heard */
                after?: string;
                /** @description Position of the log to look at; now when left out */
                as_of?: number;
                /** @description How many at most, 1 to 1000 */
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Emergencies"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description kind/ID, or what a scanner gives
                 * @example material/Q9NV0WXV925QCTT1QC
                 */
                thing: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    feed: {
        parameters: {
            query?: {
                /** @description Where the page before ended; of the feed, the sequence number of the last fact that was heard */
                after?: string;
                /** @description Name of a fact or its beginning; one that begins no known fact is refused */
                fact?: string;
                /** @description kind/ID, or what a scanner gives */
                thing?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "Chen Dali"
                 *     }
                 */
                "application/json": components["schemas"]["Find"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundPatients"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "purpose": "bedside",
                 *       "subject": "subject/JZ68YN1PNWBSG2HKV7"
                 *     }
                 */
                "application/json": components["schemas"]["AskIdentity"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Identity"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import: {
        parameters: {
            query?: {
                /** @description true: says what would happen and records nothing */
                dry_run?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {"veinline_import": 1, "source": "HIS"}
                 *     {"key": "001", "command": "study/register_site", "by": "console", "data": {"site": "$ward", "code": "WARD-7", "kind": "hospital", "zone": "Asia/Shanghai"}}
                 *     {"key": "002", "command": "staff/add_person", "by": "console", "data": {"site": "$ward", "roles": ["infusion_nurse"], "name": "Example Nurse"}}
                 */
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    label: {
        parameters: {
            query?: {
                /**
                 * @description svg, pdf or zpl
                 * @example pdf
                 */
                form?: string;
            };
            header?: never;
            path: {
                /**
                 * @description What a scanner gives of a label that was printed and not scanned back yet, or label/ID
                 * @example Q2ER2XB6JH3AXMYY7B
                 */
                label: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lineage: {
        parameters: {
            query?: {
                /** @description Position of the log to look at; now when left out */
                as_of?: number;
            };
            header?: never;
            path: {
                /**
                 * @description kind/ID, or what a scanner gives
                 * @example material/Q9NV0WXV925QCTT1QC
                 */
                thing: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lineage"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    entries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description tile/entries/N, of C2SP tlog-tiles
                 * @example tile/entries/000.p/2
                 */
                entries: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    attach_logger: {
        parameters: {
            query?: {
                /** @description Seconds that the logger's clock was ahead */
                clock_ahead_s?: string;
                /** @description Heading of the temperatures, where there are several */
                column?: string;
                /** @description day_first or month_first, of dates like 03/04/2026 */
                day_order?: string;
                /** @description Serial number of the logger, where the file does not say it */
                device?: string;
                /** @description true: says what would happen and records nothing */
                dry_run?: string;
                /** @description Highest temperature allowed, in degrees Celsius */
                high?: string;
                /** @description Lowest temperature allowed, in degrees Celsius */
                low?: string;
                /** @description C or F, where the file does not say it */
                unit?: string;
                /** @description Zone of the file's local times, like Asia/Shanghai */
                zone?: string;
            };
            header?: never;
            path: {
                /**
                 * @description ID of the box, or what a scanner gives
                 * @example consignment/NQNV0HMFPACD2886X9
                 */
                consignment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example Serial number,LT200-00418
                 *     time,temperature (°C)
                 *     2026-03-02T08:23:00.000Z,-152.4
                 *     2026-03-02T08:23:50.000Z,-151.8
                 *     2026-03-02T08:24:40.000Z,-151.9
                 *     2026-03-02T08:25:30.000Z,-150.7
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    register_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Passkey"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPasskey"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people: {
        parameters: {
            query?: {
                /** @description Where the page before ended; of the feed, the sequence number of the last fact that was heard */
                after?: string;
                /** @description How many at most, 1 to 1000 */
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["People"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prepare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description stage/verb */
                command: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Request"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prepared"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Sequence number of a record
                 * @example 3
                 */
                seq: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Sequence number of a record
                 * @example 3
                 */
                seq: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    scan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "din:A999926000001"
                 *     }
                 */
                "application/json": components["schemas"]["Scan"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scanned"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lock_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    join_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlock_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Unlock"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sessions: {
        parameters: {
            query?: {
                /** @description Of whom: person/ID; oneself when left out */
                person?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sessions"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session as a list of them names it, or person/ID for all of a person */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUp"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_set_up_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Recovery"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetUpLink"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ways_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaysIn"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in_by_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeySignIn"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_passkey_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyAsked"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_provider_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_provider_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderLink"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderAsked"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    come_back_from_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    timeline: {
        parameters: {
            query?: {
                /** @description Where the page before ended; of the feed, the sequence number of the last fact that was heard */
                after?: string;
                /** @description Position of the log to look at; now when left out */
                as_of?: number;
                /** @description How many at most, 1 to 1000 */
                count?: number;
            };
            header?: never;
            path: {
                /**
                 * @description kind/ID, or what a scanner gives
                 * @example material/Q9NV0WXV925QCTT1QC
                 */
                thing: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace: {
        parameters: {
            query?: {
                /** @description Position of the log to look at; now when left out */
                as_of?: number;
            };
            header?: never;
            path: {
                /**
                 * @description kind/ID, or what a scanner gives
                 * @example material/Q9NV0WXV925QCTT1QC
                 */
                thing: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trace"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhooks"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    witnessing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Witnessing"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    witnessed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description tile/L/N, of C2SP tlog-tiles
                 * @example tile/0/000.p/2
                 */
                tile: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApi"];
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cosign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example old 0
                 *
                 *     log.example/one
                 *     1
                 *     glVt6ImNQQ2geCRplQtsiRCOKqy+AOizn0dQ5EfmUAM=
                 *
                 *     — log.example/one uuLxidkXzUotk1f6EIquQyy5jPTk/5kPsjPh9SVKcVca2n9oOjX4fEWqKCs9Dugm8tCLUIT5g/fKylV190QLwH1gQgM=
                 */
                "text/plain": string;
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    witness_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Anything else: a problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
