"""Signing in, one's own password and mail; what the administrator may type about accounts and grants."""

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock
from portal.accounts import clean_username
from portal.fields import CHOOSE, REQUIRED, formfield
from portal.models import Grant, Person, Unit, User
from portal.roles import GRANTABLE, UNIT_ROLES


class SignInForm(forms.Form):
    """One sentence for everything that may be wrong: it never says which of name and password."""

    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=60,
        error_messages={"required": REQUIRED},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu"),
        strip=False,
        max_length=1000,
        error_messages={"required": REQUIRED},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        return clean_username(self.cleaned_data["username"])


def _password_field(label: str, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        error_messages={"required": REQUIRED},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class PasswordForm(forms.Form):
    old = _password_field(gettext_lazy("Mật khẩu đang dùng"), "current-password")
    new = _password_field(gettext_lazy("Mật khẩu mới"), "new-password")
    again = _password_field(gettext_lazy("Nhập lại mật khẩu mới"), "new-password")

    def __init__(self, user: User, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["new"].help_text = password_validation.password_validators_help_texts()[0]

    def clean_old(self) -> str:
        old = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError(_("Mật khẩu đang dùng chưa đúng. Vui lòng nhập lại."))
        return old

    def clean_new(self) -> str:
        new = self.cleaned_data["new"]
        password_validation.validate_password(new, self.user)
        return new

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("Hai lần nhập mật khẩu mới không giống nhau."))
        return cleaned


class AccountForm(forms.Form):
    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,59}$",
        label=gettext_lazy("Tên đăng nhập"),
        help_text=gettext_lazy("Chữ thường không dấu, chữ số, dấu chấm; ví dụ: tam.lt"),
        error_messages={
            "required": REQUIRED,
            "invalid": gettext_lazy(
                "Tên đăng nhập dài từ 3 đến 60 ký tự, gồm chữ thường không dấu, chữ số, dấu chấm, gạch ngang."
            ),
        },
    )
    person = forms.ModelChoiceField(
        Person.objects.filter(account=None),
        required=False,
        label=gettext_lazy("Của cán bộ, viên chức"),
        help_text=gettext_lazy("Để trống với tài khoản dùng riêng cho việc quản trị."),
        empty_label=gettext_lazy("Chọn"),
        error_messages={"invalid_choice": CHOOSE},
    )

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(_("Tên đăng nhập này đã có người dùng. Vui lòng chọn tên khác."))
        return username


class AddressForm(forms.Form):
    """A mail address: personal data, shown to its owner and the administrator only."""

    email = forms.EmailField(
        label=gettext_lazy("Địa chỉ thư điện tử"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": gettext_lazy("Địa chỉ thư chưa đúng. Vui lòng nhập theo dạng ten@donvi.vn."),
            "max_length": gettext_lazy("Địa chỉ thư dài quá 254 ký tự. Vui lòng kiểm tra lại."),
        },
        help_text=gettext_lazy("Để trống nếu không nhận thư. Chỉ chủ tài khoản và quản trị hệ thống nhìn thấy."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class MailForm(AddressForm):
    """One's own choice: each message, one mail a day, or the portal alone."""

    mail = forms.ChoiceField(
        label=gettext_lazy("Nhận tin qua thư"),
        choices=User.Mail.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        wants = cleaned.get("mail") not in (None, User.Mail.NEVER)
        if wants and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Vui lòng nhập địa chỉ thư, hoặc chọn không gửi thư."))
        return cleaned


class GrantForm(forms.ModelForm):
    class Meta:
        model = Grant
        formfield_callback = formfield
        fields = ("role", "unit")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.on(clock.today()).filter(nominates=True)
        self.fields["unit"].help_text = _("Chỉ chọn với quyền của đơn vị: %(roles)s.") % {
            "roles": ", ".join(str(role.label) for role in GRANTABLE if role.of_unit)
        }

    def clean(self) -> dict:
        cleaned = super().clean()
        of_unit = cleaned.get("role") in UNIT_ROLES
        if of_unit and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Quyền này gắn với một đơn vị. Vui lòng chọn đơn vị."))
        if not of_unit:
            cleaned["unit"] = None
        return cleaned
