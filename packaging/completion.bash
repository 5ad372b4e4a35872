# SPDX-License-Identifier: Apache-2.0
# Completion of veinline and veinline-verify in bash. Made by `veinline completion bash`; do not edit.
# shellcheck shell=bash

# _veinline_verb VERB: what may follow it, in verbs, flags, and of the flags those that take no value in switches.
_veinline_verb() {
  case "$1" in
    'veinline')
      verbs='do show trace scan find identity arm describe label feed verify export backup restore init migrate key demo simulate serve config import witness webhook user device courier bench help completion document'
      flags='--help --version'
      switches='--help --version'
      ;;
    'veinline do')
      verbs=''
      flags='--help --data --server --token-file --ca-file --as --language --field --json --key --at --happened-at --reason --reason-text --sign --prove'
      switches='--help'
      ;;
    'veinline show')
      verbs=''
      flags='--help --after --count --data --server --token-file --ca-file --as --language --as-of --json'
      switches='--help --json'
      ;;
    'veinline trace')
      verbs=''
      flags='--help --lot --data --server --token-file --ca-file --as --language --as-of --json'
      switches='--help --json'
      ;;
    'veinline scan')
      verbs=''
      flags='--help --typed --as-of --data --server --token-file --ca-file --as --language --json'
      switches='--help --typed --json'
      ;;
    'veinline find')
      verbs=''
      flags='--help --kind --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline identity')
      verbs=''
      flags='--help --purpose --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline arm')
      verbs=''
      flags='--help --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline describe')
      verbs=''
      flags='--help --data --server --token-file --ca-file --as --language --bless --json'
      switches='--help --json'
      ;;
    'veinline label')
      verbs=''
      flags='--help --out --form --reason --data --server --token-file --ca-file --as --language'
      switches='--help'
      ;;
    'veinline feed')
      verbs=''
      flags='--help --after --thing --fact --count --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline verify')
      verbs=''
      flags='--help --key --since --token-file --ca-file --json'
      switches='--help --json'
      ;;
    'veinline export')
      verbs=''
      flags='--help --all --out --data --server --token-file --ca-file --as --language'
      switches='--help --all'
      ;;
    'veinline backup')
      verbs=''
      flags='--help --data --out --keys-out --without-keys'
      switches='--help --without-keys'
      ;;
    'veinline restore')
      verbs=''
      flags='--help --data --keys --since --texts --store --erasures --moved'
      switches='--help --moved'
      ;;
    'veinline init')
      verbs=''
      flags='--help --data --origin --store'
      switches='--help'
      ;;
    'veinline migrate')
      verbs=''
      flags='--help --data --store --dry-run'
      switches='--help --dry-run'
      ;;
    'veinline key')
      verbs='rotate status'
      flags='--help'
      switches='--help'
      ;;
    'veinline key rotate')
      verbs=''
      flags='--help --data --store --to --module --token --key --pin-file --as --prepare'
      switches='--help --prepare'
      ;;
    'veinline key status')
      verbs=''
      flags='--help --data --store'
      switches='--help'
      ;;
    'veinline demo')
      verbs=''
      flags='--help --data --seed --until --store --language --json --print-people'
      switches='--help --json --print-people'
      ;;
    'veinline simulate')
      verbs=''
      flags='--help --data --seed --until --store --language --json --courses'
      switches='--help --json'
      ;;
    'veinline serve')
      verbs=''
      flags='--help --config --data --store --listen --ca-file --limits-workers --limits-connections --limits-connections-per-address --limits-idle-seconds --limits-threads --limits-queue --limits-requests-per-second --limits-burst --limits-looks-per-minute --limits-record-every-s --limits-disk-reserve-mib --documents-max-mib --tls-certificate --tls-key --tls-client-ca --proxies-trusted --proxies-header --sign-in-idle-seconds --sign-in-absolute-seconds --sign-in-second-idle-seconds --sign-in-sessions --sign-in-public-host --sign-in-provider --sign-in-provider-client --sign-in-provider-secret-file --sign-in-provider-origins --sign-in-tokens-sign --sign-in-provider-acr --sign-in-provider-amr --sign-in-common-passwords --clock-required --log-format --log-level --metrics-public --metrics-token-file --witness-logs --witness-peers --witness-wanted --webhooks-targets'
      switches='--help'
      ;;
    'veinline config')
      verbs='check show'
      flags='--help'
      switches='--help'
      ;;
    'veinline config check')
      verbs=''
      flags='--help --config --data --store --listen --ca-file --limits-workers --limits-connections --limits-connections-per-address --limits-idle-seconds --limits-threads --limits-queue --limits-requests-per-second --limits-burst --limits-looks-per-minute --limits-record-every-s --limits-disk-reserve-mib --documents-max-mib --tls-certificate --tls-key --tls-client-ca --proxies-trusted --proxies-header --sign-in-idle-seconds --sign-in-absolute-seconds --sign-in-second-idle-seconds --sign-in-sessions --sign-in-public-host --sign-in-provider --sign-in-provider-client --sign-in-provider-secret-file --sign-in-provider-origins --sign-in-tokens-sign --sign-in-provider-acr --sign-in-provider-amr --sign-in-common-passwords --clock-required --log-format --log-level --metrics-public --metrics-token-file --witness-logs --witness-peers --witness-wanted --webhooks-targets'
      switches='--help'
      ;;
    'veinline config show')
      verbs=''
      flags='--help --config --data --store --listen --ca-file --limits-workers --limits-connections --limits-connections-per-address --limits-idle-seconds --limits-threads --limits-queue --limits-requests-per-second --limits-burst --limits-looks-per-minute --limits-record-every-s --limits-disk-reserve-mib --documents-max-mib --tls-certificate --tls-key --tls-client-ca --proxies-trusted --proxies-header --sign-in-idle-seconds --sign-in-absolute-seconds --sign-in-second-idle-seconds --sign-in-sessions --sign-in-public-host --sign-in-provider --sign-in-provider-client --sign-in-provider-secret-file --sign-in-provider-origins --sign-in-tokens-sign --sign-in-provider-acr --sign-in-provider-amr --sign-in-common-passwords --clock-required --log-format --log-level --metrics-public --metrics-token-file --witness-logs --witness-peers --witness-wanted --webhooks-targets'
      switches='--help'
      ;;
    'veinline import')
      verbs=''
      flags='--help --map --names --dry-run --progress --logger --consignment --zone --unit --low --high --clock-ahead --device --column --day-order --data --server --token-file --ca-file --as --language --json'
      switches='--help --dry-run --progress --logger --json'
      ;;
    'veinline witness')
      verbs='key status'
      flags='--help'
      switches='--help'
      ;;
    'veinline witness key')
      verbs=''
      flags='--help --data --server --token-file --ca-file --as --language'
      switches='--help'
      ;;
    'veinline witness status')
      verbs=''
      flags='--help --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline webhook')
      verbs='status deliveries secret'
      flags='--help'
      switches='--help'
      ;;
    'veinline webhook status')
      verbs=''
      flags='--help --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline webhook deliveries')
      verbs=''
      flags='--help --webhook --after --count --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline webhook secret')
      verbs=''
      flags='--help --out'
      switches='--help'
      ;;
    'veinline user')
      verbs='add token list revoke recover sessions credentials'
      flags='--help'
      switches='--help'
      ;;
    'veinline user add')
      verbs=''
      flags='--help --role --site --token-out --expires --scope --data --server --token-file --ca-file --as --language'
      switches='--help'
      ;;
    'veinline user token')
      verbs=''
      flags='--help --token-out --expires --scope --data --server --token-file --ca-file --as --language'
      switches='--help'
      ;;
    'veinline user list')
      verbs=''
      flags='--help --after --count --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline user revoke')
      verbs=''
      flags='--help --token --data --server --token-file --ca-file --as --language'
      switches='--help'
      ;;
    'veinline user recover')
      verbs=''
      flags='--help --data --language'
      switches='--help'
      ;;
    'veinline user sessions')
      verbs=''
      flags='--help --end --data --server --token-file --ca-file --as --language --json'
      switches='--help --end --json'
      ;;
    'veinline user credentials')
      verbs=''
      flags='--help --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline device')
      verbs='key register revoke'
      flags='--help'
      switches='--help'
      ;;
    'veinline device key')
      verbs=''
      flags='--help'
      switches='--help'
      ;;
    'veinline device register')
      verbs=''
      flags='--help --person --expires --scope --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline device revoke')
      verbs=''
      flags='--help --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline courier')
      verbs='link'
      flags='--help'
      switches='--help'
      ;;
    'veinline courier link')
      verbs=''
      flags='--help --courier --hours --address --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline bench')
      verbs=''
      flags='--help --facts --courses --rows --seed --store --folder --json'
      switches='--help --json'
      ;;
    'veinline help')
      verbs=''
      flags='--help --man'
      switches='--help --man'
      ;;
    'veinline completion')
      verbs='bash'
      flags='--help'
      switches='--help'
      ;;
    'veinline completion bash')
      verbs=''
      flags='--help'
      switches='--help'
      ;;
    'veinline document')
      verbs='put get list'
      flags='--help'
      switches='--help'
      ;;
    'veinline document put')
      verbs=''
      flags='--help --version --key --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline document get')
      verbs=''
      flags='--help --out --version --original --data --server --token-file --ca-file --as --language'
      switches='--help --original'
      ;;
    'veinline document list')
      verbs=''
      flags='--help --data --server --token-file --ca-file --as --language --json'
      switches='--help --json'
      ;;
    'veinline-verify')
      verbs=''
      flags='--help --version --key --since --json'
      switches='--help --version --json'
      ;;
  esac
}

# _veinline_fields STAGE/VERB: the fields of a command, in fields.
_veinline_fields() {
  fields=''
  case "$1" in
    staff/add_person) fields='--person --site --roles --name' ;;
    staff/change_roles) fields='--person --roles' ;;
    staff/propose_roles) fields='--person --roles' ;;
    staff/confirm_roles) fields='--person --roles' ;;
    staff/assign_studies) fields='--person --studies' ;;
    staff/record_denial) fields='--asked --times --person' ;;
    staff/issue_token) fields='--person --token --expires --scopes' ;;
    staff/revoke_token) fields='--token' ;;
    staff/enrol_credential) fields='--credential --kind --recovery' ;;
    staff/remove_credential) fields='--credential' ;;
    staff/open_recovery) fields='--recovery --person' ;;
    staff/confirm_recovery) fields='--recovery' ;;
    staff/recover_at_machine) fields='--recovery --person' ;;
    staff/register_device) fields='--person --device --expires --scopes' ;;
    staff/revoke_device) fields='--device' ;;
    staff/record_refused_device) fields='--times' ;;
    staff/register_passkey) fields='--passkey --credential --public_key --party --origin' ;;
    staff/remove_passkey) fields='--passkey' ;;
    staff/record_refused_sign_in) fields='--person --whys --times --first --last' ;;
    study/register_site) fields='--site --code --kind --zone' ;;
    study/open) fields='--study --code --use --donation --specification --bedside_window_min --delegation_log' ;;
    study/open_site) fields='--study --site --reference --valid_from --valid_until --document' ;;
    enrolment/enrol) fields='--subject --study --site' ;;
    enrolment/sign_consent) fields='--subject --version --signed_at --document' ;;
    enrolment/withdraw_consent) fields='--subject' ;;
    enrolment/open_course) fields='--course --subject --coi' ;;
    enrolment/decide_to_continue) fields='--course' ;;
    identity/register) fields='--subject --name --reading --birth_date --sex --documents --same_human_as' ;;
    identity/resolve) fields='--subject --name --reading --birth_date --sex --documents --same_human_as' ;;
    identity/correct) fields='--subject --name --reading --birth_date --sex' ;;
    identity/change_name) fields='--subject --name --reading' ;;
    identity/add_document) fields='--subject --kind --number' ;;
    identity/retire_document) fields='--subject --document --why' ;;
    identity/set_contact) fields='--subject --kind --value' ;;
    disclosure/search) fields='--disclosure --kind --hits' ;;
    disclosure/show_identity) fields='--disclosure --subject --purpose' ;;
    disclosure/ask_unmasking) fields='--subject --why' ;;
    disclosure/accept_unmasking) fields='--subject --person' ;;
    disclosure/withdraw_unmasking) fields='--subject --person' ;;
    disclosure/record_reading) fields='--person --thing --ways --times --first --last' ;;
    collection/start) fields='--course' ;;
    collection/record) fields='--material --course --donation_number --quantity' ;;
    collection/abort) fields='--course' ;;
    custody/hand_over) fields='--material --receiver --seal' ;;
    labelling/print) fields='--label --material' ;;
    labelling/reprint) fields='--label --material' ;;
    labelling/scan_back) fields='--material --code' ;;
    labelling/destroy) fields='--label' ;;
    labelling/register_code) fields='--material --code' ;;
    labelling/withdraw_code) fields='--material --code' ;;
    labelling/type_id) fields='--thing --step --why' ;;
    labelling/confirm_id) fields='--thing --step' ;;
    transport/dispatch) fields='--consignment --materials --to --carrier --seal --low --high --holds_until' ;;
    transport/attach_logger_record) fields='--consignment --device --record' ;;
    transport/issue_link) fields='--consignment --courier --link --until' ;;
    transport/revoke_link) fields='--consignment' ;;
    transport/open_link) fields='--consignment --link --session' ;;
    transport/hand_on) fields='--consignment --receiver --seal --outcome --remark' ;;
    reception/receive) fields='--material --condition --seal --consignment' ;;
    manufacture/start) fields='--batch --course --inputs' ;;
    manufacture/record_product) fields='--batch --products' ;;
    testing/record_result) fields='--batch --test --value --unit' ;;
    release/release) fields='--material' ;;
    infusion/start_thaw) fields='--material --wristband' ;;
    infusion/check_bedside) fields='--material --wristband' ;;
    infusion/confirm_bedside) fields='--material --wristband' ;;
    infusion/record_infusion) fields='--material --subject --quantity' ;;
    followup/record_visit) fields='--course --contact --day --status' ;;
    followup/record_contact) fields='--subject --contact' ;;
    quality/hold) fields='--thing --cause' ;;
    quality/lift) fields='--thing --hold' ;;
    quality/close_deviation) fields='--deviation --assessment' ;;
    quality/agree_to_correction) fields='--seq --replacement' ;;
    quality/correct) fields='--seq --replacement' ;;
    breakglass/open_record) fields='--thing' ;;
    breakglass/record_shown) fields='--subject' ;;
    breakglass/review) fields='--person --subject --opening --finding' ;;
    delegation/keep_log) fields='--study' ;;
    delegation/name_keeper) fields='--study --site --person' ;;
    delegation/delegate) fields='--study --person --tasks --until' ;;
    delegation/record_training) fields='--study --person --version --until' ;;
    blinding/blind_study) fields='--study' ;;
    blinding/unblind_person) fields='--study --person' ;;
    blinding/blind_person) fields='--study --person' ;;
    blinding/allocate) fields='--subject --arm' ;;
    blinding/show_arm) fields='--disclosure --subject' ;;
    blinding/break_code) fields='--subject --why' ;;
    blinding/review_code_break) fields='--subject --person --finding' ;;
    blinding/unblind_study) fields='--study' ;;
    intake/begin_import) fields='--import --source --file' ;;
    erasure/ask) fields='--subject --class' ;;
    erasure/confirm) fields='--subject --class --retention_years' ;;
    erasure/lift_restriction) fields='--subject --class' ;;
    keys/record_replacement) fields='--from --to --kept_in' ;;
    papers/begin) fields='--document --kind --code --study --title --told_to' ;;
    papers/begin_about) fields='--document --subject --kind --code --title --told_to' ;;
    papers/distribute) fields='--document --sites' ;;
    papers/file_version) fields='--document --version --sha256 --stored --size --media --opening' ;;
    papers/approve_version) fields='--document --version --from --until' ;;
    papers/withdraw_version) fields='--document --version' ;;
    papers/require_reading) fields='--document --roles' ;;
    papers/record_reading) fields='--document --version' ;;
    papers/open_version) fields='--disclosure --document --version' ;;
    papers/inspect_version) fields='--disclosure --document --version' ;;
  esac
}

# _veinline_values PLACE: what may be said after a flag or as an argument, in values.
_veinline_values() {
  values=''
  case "$1" in
    'transport/hand_on --outcome') values='accepted accepted_with_remark refused' ;;
    'veinline user add --role' | \
      'staff/add_person --roles' | \
      'staff/change_roles --roles' | \
      'staff/propose_roles --roles' | \
      'staff/confirm_roles --roles' | \
      'papers/require_reading --roles') values='administrator coordinator investigator physician apheresis_nurse courier technologist operator qc_analyst quality infusion_nurse importer monitor sponsor inspector' ;;
    'quality/agree_to_correction --sign') values='agreement' ;;
    'followup/record_visit --status') values='alive dead not_reached' ;;
    'veinline bench 1') values='append http shared simulate import trace verify rebuild rights foreign start all' ;;
    'papers/approve_version --sign') values='approval' ;;
    'quality/close_deviation --sign') values='assessment' ;;
    'study/open --donation') values='autologous allogeneic' ;;
    'veinline identity --purpose') values='bedside collection enrolment contact safety put_right' ;;
    'disclosure/show_identity --purpose') values='bedside collection enrolment contact safety put_right source_data' ;;
    'blinding/blind_study --sign' | \
      'blinding/unblind_person --sign' | \
      'blinding/unblind_study --sign') values='blinding' ;;
    'transport/hand_on --remark') values='box_damaged seal_broken seal_differs temperature_alarm not_upright was_opened label_unreadable other' ;;
    'breakglass/open_record --sign') values='breakglass' ;;
    'quality/hold --cause') values='broken_container broken_seal seal_differs temperature_excursion unexpected_receipt collected_without_consent collected_unplanned result_out_of_specification infused_unchecked infused_into_another quantity_differs box_differs consignment_on_hold infused_although_forbidden division_repeated at_another_site time_order collected_on_hold donation_number_repeated infused_again infusion_corrected temperature_unknown not_delegated other' ;;
    'blinding/break_code --sign') values='code_break' ;;
    'labelling/type_id --step' | \
      'labelling/confirm_id --step') values='collection receiving hand_over' ;;
    'enrolment/sign_consent --sign') values='consent' ;;
    'delegation/delegate --tasks') values='consent enrolment decision follow_up care' ;;
    'enrolment/decide_to_continue --sign') values='continuation' ;;
    'quality/correct --sign') values='correction' ;;
    'veinline show 1') values='courses trace timeline lineage audit emergencies counts record receipt bedside_packet' ;;
    'staff/register_passkey --sign') values='credential' ;;
    'delegation/keep_log --sign' | \
      'delegation/name_keeper --sign' | \
      'delegation/delegate --sign') values='delegation' ;;
    'veinline help 1') values='do show trace scan find identity arm describe label feed verify export backup restore init migrate key demo simulate serve config import witness webhook user device courier bench help completion document' ;;
    'blinding/break_code --why') values='emergency serious_reaction overdose pregnancy authority' ;;
    'veinline do --language' | \
      'veinline show --language' | \
      'veinline trace --language' | \
      'veinline scan --language' | \
      'veinline find --language' | \
      'veinline identity --language' | \
      'veinline arm --language' | \
      'veinline describe --language' | \
      'veinline label --language' | \
      'veinline feed --language' | \
      'veinline export --language' | \
      'veinline demo --language' | \
      'veinline simulate --language' | \
      'veinline import --language' | \
      'veinline witness key --language' | \
      'veinline witness status --language' | \
      'veinline webhook status --language' | \
      'veinline webhook deliveries --language' | \
      'veinline user add --language' | \
      'veinline user token --language' | \
      'veinline user list --language' | \
      'veinline user revoke --language' | \
      'veinline user recover --language' | \
      'veinline user sessions --language' | \
      'veinline user credentials --language' | \
      'veinline device register --language' | \
      'veinline device revoke --language' | \
      'veinline courier link --language' | \
      'veinline document put --language' | \
      'veinline document get --language' | \
      'veinline document list --language') values='en zh-CN' ;;
    'erasure/confirm --sign') values='erasure' ;;
    'study/open_site --sign') values='ethics' ;;
    'identity/retire_document --why') values='expired lost replaced entered_in_error identified' ;;
    'veinline key rotate --to' | \
      'keys/record_replacement --kept_in') values='file environment pkcs11' ;;
    'study/register_site --kind') values='hospital factory laboratory carrier office' ;;
    'study/open --use') values='iit ind routine' ;;
    'study/open --delegation_log') values='in_record elsewhere' ;;
    'infusion/confirm_bedside --sign') values='infusion' ;;
    'reception/receive --condition') values='intact damaged seal_broken too_warm' ;;
    'breakglass/review --finding' | \
      'blinding/review_code_break --finding') values='justified not_justified' ;;
    'labelling/type_id --why') values='label_damaged scanner_broken other' ;;
    'quality/lift --sign') values='lift' ;;
    'quality/close_deviation --assessment') values='no_impact acceptable_with_reason product_rejected' ;;
    'veinline find --kind' | \
      'disclosure/search --kind') values='number name reading initials last_four' ;;
    'staff/enrol_credential --kind') values='password totp pin badge provider' ;;
    'papers/file_version --media') values='pdf png jpeg plain_text' ;;
    'identity/set_contact --kind') values='phone email address relative_phone' ;;
    'papers/begin --kind' | \
      'papers/begin_about --kind') values='protocol consent_form sop ethics_approval investigators_brochure certificate_of_analysis manual other' ;;
    'veinline device register --scope') values='read act' ;;
    'veinline user add --scope' | \
      'veinline user token --scope' | \
      'staff/issue_token --scopes' | \
      'staff/register_device --scopes') values='read act sign' ;;
    'papers/record_reading --sign') values='reading' ;;
    'release/release --sign') values='release' ;;
    'staff/remove_credential --sign' | \
      'staff/remove_passkey --sign') values='removal' ;;
    'identity/add_document --kind') values='resident_id residence_permit foreign_permanent_resident_id hong_kong_id macau_id taiwan_id travel_permit_hong_kong_macau travel_permit_taiwan passport newborn_number unknown_person_number hospital_number' ;;
    'breakglass/review --sign' | \
      'delegation/record_training --sign' | \
      'blinding/review_code_break --sign') values='review' ;;
    'staff/confirm_roles --sign' | \
      'staff/assign_studies --sign') values='rights' ;;
    'disclosure/ask_unmasking --why') values='source_data consent safety_report' ;;
    'veinline do 1' | \
      'veinline describe 1') values='staff/add_person staff/change_roles staff/propose_roles staff/confirm_roles staff/assign_studies staff/record_denial staff/issue_token staff/revoke_token staff/enrol_credential staff/remove_credential staff/open_recovery staff/confirm_recovery staff/recover_at_machine staff/register_device staff/revoke_device staff/record_refused_device staff/register_passkey staff/remove_passkey staff/record_refused_sign_in study/register_site study/open study/open_site enrolment/enrol enrolment/sign_consent enrolment/withdraw_consent enrolment/open_course enrolment/decide_to_continue identity/register identity/resolve identity/correct identity/change_name identity/add_document identity/retire_document identity/set_contact disclosure/search disclosure/show_identity disclosure/ask_unmasking disclosure/accept_unmasking disclosure/withdraw_unmasking disclosure/record_reading collection/start collection/record collection/abort custody/hand_over labelling/print labelling/reprint labelling/scan_back labelling/destroy labelling/register_code labelling/withdraw_code labelling/type_id labelling/confirm_id transport/dispatch transport/attach_logger_record transport/issue_link transport/revoke_link transport/open_link transport/hand_on reception/receive manufacture/start manufacture/record_product testing/record_result release/release infusion/start_thaw infusion/check_bedside infusion/confirm_bedside infusion/record_infusion followup/record_visit followup/record_contact quality/hold quality/lift quality/close_deviation quality/agree_to_correction quality/correct breakglass/open_record breakglass/record_shown breakglass/review delegation/keep_log delegation/name_keeper delegation/delegate delegation/record_training blinding/blind_study blinding/unblind_person blinding/blind_person blinding/allocate blinding/show_arm blinding/break_code blinding/review_code_break blinding/unblind_study intake/begin_import erasure/ask erasure/confirm erasure/lift_restriction keys/record_replacement papers/begin papers/begin_about papers/distribute papers/file_version papers/approve_version papers/withdraw_version papers/require_reading papers/record_reading papers/open_version papers/inspect_version' ;;
    'veinline label --form') values='svg pdf zpl' ;;
    'erasure/ask --class' | \
      'erasure/confirm --class' | \
      'erasure/lift_restriction --class') values='trace contact trial' ;;
    'disclosure/record_reading --ways') values='trace_read timeline_read lineage_read record_read receipt_read export_read label_read bedside_packet_read feed_read audit_read entries_read' ;;
    'labelling/confirm_id --sign') values='typed_id' ;;
    'papers/begin --told_to' | \
      'papers/begin_about --told_to') values='unblinded' ;;
    'staff/record_refused_sign_in --whys') values='unknown_account wrong_password wrong_code used_code wrong_pin wrong_badge wrong_passkey wrong_provider wrong_link too_soon' ;;
    'disclosure/accept_unmasking --sign') values='unmasking' ;;
    'followup/record_visit --contact') values='visit call questionnaire' ;;
  esac
}

# _veinline: walks over the words to know the verb, then looks up what the word at the cursor may be.
_veinline() {
  local verbs flags switches fields='' values=''
  local cur="${COMP_WORDS[COMP_CWORD]}" verb="${COMP_WORDS[0]##*/}" command='' flag='' word
  local -i at places=0
  COMPREPLY=()
  _veinline_verb "$verb"
  for ((at = 1; at < COMP_CWORD; ++at)); do
    word="${COMP_WORDS[at]}"
    if [[ "$word" == '=' ]]; then
      continue
    elif [[ -n "$flag" ]]; then
      flag=''
    elif [[ "$word" == -?* ]]; then
      if [[ " $switches " != *" $word "* ]]; then flag="$word"; fi
    elif [[ " $verbs " == *" $word "* ]]; then
      verb+=" $word"
      _veinline_verb "$verb"
    else
      places+=1
      if [[ "$verb" == 'veinline do' && "$places" == 1 ]]; then
        command="$word"
        _veinline_fields "$command"
      fi
    fi
  done
  if [[ "$cur" == '=' ]]; then cur=''; fi
  if [[ -n "$flag" ]]; then
    if [[ -n "$command" ]]; then _veinline_values "$command $flag"; fi
    if [[ -z "$values" ]]; then _veinline_values "$verb $flag"; fi
  elif [[ "$cur" == -* ]]; then
    values="$fields $flags"
  elif [[ -n "$verbs" ]]; then
    values="$verbs"
  else
    _veinline_values "$verb $((places + 1))"
  fi
  mapfile -t COMPREPLY < <(compgen -W "$values" -- "$cur")
}

complete -o bashdefault -o default -F _veinline veinline veinline-verify
